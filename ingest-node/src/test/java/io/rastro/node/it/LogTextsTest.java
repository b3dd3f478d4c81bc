package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogTextsTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogTextsTest.class);

    @Test
    void seesWhatStandsBesideAMessageAndWhatIsBehindIt() {
        try (LogTexts log = LogTexts.open();
                MDC.MDCCloseable key = MDC.putCloseable("key", "in-the-mdc")) {
            IllegalStateException thrown =
                    new IllegalStateException("thrown", new IllegalArgumentException("its-cause"));
            thrown.addSuppressed(new IllegalArgumentException("suppressed-by-it"));
            LOG.atDebug()
                    .addKeyValue("name", "a-value")
                    .setCause(thrown)
                    .addArgument("an-argument")
                    .log("a test says {}");

            assertThat(log.all())
                    .anySatisfy(text -> assertThat(text)
                            .contains(
                                    "an-argument", "in-the-mdc", "a-value", "thrown", "its-cause", "suppressed-by-it"));
        }
    }
}

package io.rastro.proving.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.FakeNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectTest {

    private static final double LIMIT_SECONDS = 8;

    @TempDir
    Path dir;

    @Test
    void tellsWhenANodeTookItsLastPost() throws Exception {
        try (FakeNode node = FakeNode.start();
                Ledger ledger = Ledger.open(dir.resolve("ledger"))) {
            long began = System.nanoTime();
            Direct direct = Direct.begin("direct", node.address(), ledger);
            direct.awaitAccepted();
            direct.end();

            assertThat(direct.acceptedSince(began)).isGreaterThanOrEqualTo(20);
            assertThat(direct.lastAcceptedAfter(began)).isPositive();
        }
    }

    @Test
    void whereNothingWasTakenNothingWasMeasured() throws Exception {
        try (FakeNode node = FakeNode.start();
                Ledger ledger = Ledger.open(dir.resolve("ledger"))) {
            Direct direct = Direct.begin("direct", node.address(), ledger);
            direct.awaitAccepted();
            direct.end();
            Double last = direct.lastAcceptedAfter(System.nanoTime());

            assertThat(last).isNull();
            Bound bound = Bounds.measuredWithin("last 200", last, LIMIT_SECONDS);
            assertThat(bound).isEqualTo(Bound.exact("last 200", "not measured", "8 s", false));
        }
        assertThat(Bounds.measuredWithin("last 200", 9.0, LIMIT_SECONDS).timed())
                .isTrue();
    }
}

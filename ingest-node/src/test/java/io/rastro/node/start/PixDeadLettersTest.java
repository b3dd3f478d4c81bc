package io.rastro.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.pix.Quarantine;
import io.rastro.sinks.kafka.DeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PixDeadLettersTest {

    private static final Instant AT = Instant.parse("2026-11-21T08:15:30Z");

    private static DeadLetter letter(Quarantine.Item item) {
        return PixDeadLetters.letter(new Quarantine.Call("a-17", AT, "k2.abc", List.of(item)), item);
    }

    @Test
    void aLetterSaysWhereToAskForWhatItWasAndHoldsNothingOfIt() {
        DeadLetter letter = letter(new Quarantine.Item("pix[3]", "valor", "is required", "E1"));

        assertThat(letter.source()).isEqualTo("pix-webhook");
        assertThat(letter.reason()).isEqualTo("valor is required");
        assertThat(letter.at()).isEqualTo(AT);
        assertThat(letter.original()).isEmpty();
        assertThat(letter.context())
                .isEqualTo(Map.of(
                        "accountId", "a-17",
                        "fingerprint", "k2.abc",
                        "place", "pix[3]",
                        "field", "valor",
                        "endToEndId", "E1"));
    }

    @Test
    void oneThatIsWrongAsAWholeHasNoField() {
        DeadLetter letter = letter(new Quarantine.Item("body", "", "the body is empty", null));

        assertThat(letter.reason()).isEqualTo("the body is empty");
        assertThat(letter.context()).doesNotContainKey("endToEndId").containsEntry("place", "body");
    }
}

package io.rastro.proving.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SignalTallyTest {

    private static final Offset<Double> EXACTLY = within(1e-12);

    private final FraudMarks marks = new FraudMarks();
    private final SignalTally tally = new SignalTally(marks);

    /** Ten payments, of which those of lines 2 to 5 are marked. */
    SignalTallyTest() {
        for (int line = 2; line <= 11; line++) {
            marks.note("a" + line, id(line), line, line <= 5);
        }
    }

    private static String id(int line) {
        return String.format("E00000000202501010400%011d", line);
    }

    private void signal(int line, String rule, double score) {
        tally.add(traced("a" + line, id(line), PixKind.PAGAMENTO, rule, score));
    }

    private static TracedPixSignal traced(String accountId, String id, PixKind kind, String rule, double score) {
        boolean back = kind == PixKind.ESTORNO;
        PixItem item = new PixItem(
                kind,
                id,
                back ? "D" + id.substring(1) : null,
                null,
                100,
                0,
                0,
                null,
                null,
                null,
                back ? "DEVOLVIDO" : null,
                null,
                Set.of());
        return new TracedPixSignal(accountId, 1, 0, item, new PixSignal(0, rule, 1, score, Map.of()));
    }

    @Test
    void precisionAndRecallByScore() {
        signal(2, "large", 1);
        signal(3, "large", 0.8);
        signal(4, "night", 0.55);
        signal(9, "large", 0.79);
        signal(10, "night", 0.5);

        SignalFigures figures = tally.figures(3);

        assertThat(figures.payments()).isEqualTo(10);
        assertThat(figures.marked()).isEqualTo(4);
        assertThat(figures.unreadable()).isEqualTo(3);
        assertThat(figures.curve())
                .extracting(
                        SignalFigures.Threshold::score,
                        SignalFigures.Threshold::flagged,
                        SignalFigures.Threshold::right)
                .containsExactly(
                        tuple(0.5, 5L, 3L),
                        tuple(0.6, 3L, 2L),
                        tuple(0.7, 3L, 2L),
                        tuple(0.8, 2L, 2L),
                        tuple(0.9, 1L, 1L),
                        tuple(1.0, 1L, 1L));
        assertThat(figures.curve().get(0).precision()).isCloseTo(3 / 5.0, EXACTLY);
        assertThat(figures.curve().get(0).recall()).isCloseTo(3 / 4.0, EXACTLY);
        assertThat(figures.curve().get(1).precision()).isCloseTo(2 / 3.0, EXACTLY);
        assertThat(figures.curve().get(1).recall()).isCloseTo(1 / 2.0, EXACTLY);
    }

    @Test
    void aPaymentHasItsHighestScoreAndCountsOnceForEachRule() {
        signal(2, "night", 0.5);
        signal(2, "large", 0.9);
        signal(2, "large", 0.9);
        signal(2, "night", 0.6);
        signal(8, "large", 0.7);

        SignalFigures figures = tally.figures(0);

        assertThat(figures.curve().get(4).flagged()).as("0.9").isEqualTo(1);
        assertThat(figures.curve().get(0).flagged()).isEqualTo(2);
        assertThat(figures.rules())
                .containsExactly(
                        new SignalFigures.RuleCount("large", 2, 1), new SignalFigures.RuleCount("night", 1, 1));
    }

    @Test
    void whatIsNotOfTheFileDoesNotCount() {
        tally.add(traced("a12", id(12), PixKind.PAGAMENTO, "large", 1));
        tally.add(traced("b2", id(2), PixKind.PAGAMENTO, "large", 1));
        tally.add(traced("a2", id(2).replace("0400", "0500"), PixKind.PAGAMENTO, "large", 1));
        tally.add(traced("a2", id(2), PixKind.ESTORNO, "returns", 1));
        tally.add(traced("a2", "E00000000202501010400abcdefghijk", PixKind.PAGAMENTO, "large", 1));
        tally.add(traced("a2", "E0000000020250101040099999999999", PixKind.PAGAMENTO, "large", 1));

        SignalFigures figures = tally.figures(0);

        assertThat(figures.rules()).isEmpty();
        assertThat(figures.curve().get(0).flagged()).isZero();
        assertThat(figures.curve().get(0).precision()).isNaN();
        assertThat(figures.curve().get(0).recall()).isZero();
    }

    @Test
    void marksGrowWithTheFileUpToABound() {
        assertThat(marks.note("a", id(5_000), 5_000, true)).isTrue();
        assertThat(marks.note("a", id(100_000_001), 100_000_001, true)).isFalse();
        assertThat(marks.lineOf("a", id(5_000))).isEqualTo(5_000);
        assertThat(marks.lineOf("a7", id(7))).isEqualTo(7);
        assertThat(marks.payments()).isEqualTo(11);
        assertThat(marks.frauds()).isEqualTo(5);
    }
}

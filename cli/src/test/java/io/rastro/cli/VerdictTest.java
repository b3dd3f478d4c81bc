package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.proving.verify.Items;
import io.rastro.proving.verify.KindFigures;
import io.rastro.proving.verify.StoreFigures;
import io.rastro.proving.verify.VerifyReport;
import io.rastro.proving.verify.WriterFigures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static final StoreFigures GOOD = new StoreFigures("journal", 3, 0, 0, 0, 0, 0, 0);

    @Test
    void saysNothingButOkOfAGoodReport() {
        assertThat(Verdict.of(report(0, false, 0))).isEqualTo("ok\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | false | 0 | 2 events were acknowledged to two requests",
                "0 | true  | 0 | an event of the journal is not of the request",
                "0 | false | 7 | the journal lacks 7 sequence numbers"
            })
    void saysWhyAReportIsNotGoodWhenNoColumnDoes(long twice, boolean displaced, long gaps, String reason) {
        assertThat(Verdict.of(report(twice, displaced, gaps)).lines())
                .hasSize(2)
                .last()
                .isEqualTo("NOT ok");
        assertThat(Verdict.of(report(twice, displaced, gaps))).startsWith(reason);
    }

    private static VerifyReport report(long acknowledgedTwice, boolean displaced, long journalGaps) {
        return new VerifyReport(
                List.of(new KindFigures(Items.POSITIONS, 3, 3, List.of(GOOD))),
                acknowledgedTwice,
                displaced,
                journalGaps,
                List.of(),
                WriterFigures.NONE);
    }
}

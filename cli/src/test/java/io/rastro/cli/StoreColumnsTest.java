package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.proving.verify.Items;
import io.rastro.proving.verify.KindFigures;
import io.rastro.proving.verify.StoreFigures;
import io.rastro.proving.verify.VerifyReport;
import io.rastro.proving.verify.WriterFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreColumnsTest {

    private static final KindFigures POSITIONS =
            new KindFigures(Items.POSITIONS, 2, 3, List.of(store("journal", 3, 0)));

    @Test
    void everyKindIsToldOfPixOnlyWhatIsThere() {
        VerifyReport report = report(
                POSITIONS,
                new KindFigures(Items.PIX_EVENTS, 5, 7, List.of(store("journal", 7, 0), store("lake", 6, 1))),
                new KindFigures(Items.PIX_SIGNALS, 5, 0, List.of(store("journal", 0, 0))));
        VerifyReport withSignals =
                report(POSITIONS, new KindFigures(Items.PIX_SIGNALS, 5, 2, List.of(store("journal", 2, 0))));

        assertThat(VerifyCommand.text(withSignals)).contains("in the journal: 2 Pix signals" + System.lineSeparator());
        assertThat(VerifyCommand.text(report).lines())
                .containsExactly(
                        "acknowledged: 3 positions in 2 events",
                        "            positions     lost duplicates    extra unanswered",
                        "journal             3        0          0        0          0",
                        "acknowledged: 7 Pix events in 5 events",
                        "           Pix events     lost duplicates    extra unanswered",
                        "journal             7        0          0        0          0",
                        "lake                6        1          0        0          0",
                        "NOT ok");
    }

    @Test
    void inJsonPositionsStandWhereTheyDidAndEachOtherKindIsAnObject() {
        JsonNode json = VerifyCommand.json(
                report(POSITIONS, new KindFigures(Items.PIX_SIGNALS, 5, 2, List.of(store("kafka", 2, 1)))));

        assertThat(json.get("acknowledgedPositions").longValue()).isEqualTo(3);
        assertThat(json.get("acknowledgedEvents").longValue()).isEqualTo(2);
        assertThat(json.at("/stores/journal/positions").longValue()).isEqualTo(3);
        assertThat(json.at("/pixSignals/expected").longValue()).isEqualTo(2);
        assertThat(json.at("/pixSignals/stores/kafka/pixSignals").longValue()).isEqualTo(2);
        assertThat(json.at("/pixSignals/stores/kafka/lost").longValue()).isEqualTo(1);
    }

    private static StoreFigures store(String name, long items, long lost) {
        return new StoreFigures(name, items, lost, 0, 0, 0, 0, 0);
    }

    private static VerifyReport report(KindFigures... kinds) {
        return new VerifyReport(List.of(kinds), 0, false, 0, List.of(), WriterFigures.NONE);
    }
}

package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.proving.fraud.SignalFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalSummaryTest {

    private static final SignalReading READ = new SignalReading(
            new SignalFigures(
                    10,
                    4,
                    List.of(new SignalFigures.Threshold(0.5, 5, 3, 4), new SignalFigures.Threshold(0.6, 0, 0, 4)),
                    List.of(new SignalFigures.RuleCount("limite-noturno", 5, 3)),
                    0),
            "",
            false);

    @Test
    void tablesForPeople() {
        assertThat(SignalSummary.text(READ)).isEqualTo("""
                10 payments, 4 marked as fraud
                score     flagged    marked precision    recall
                >= 0.5          5         3     0.600     0.750
                >= 0.6          0         0         -     0.000
                rule             flagged    marked
                limite-noturno         5         3
                """);
    }

    @Test
    void figuresForPrograms() {
        assertThat(SignalSummary.json(READ))
                .hasToString("{\"read\":true,\"payments\":10,\"marked\":4,\"unreadable\":0,\"byScore\":["
                        + "{\"score\":0.5,\"flagged\":5,\"marked\":3,\"precision\":0.6,\"recall\":0.75},"
                        + "{\"score\":0.6,\"flagged\":0,\"marked\":0,\"precision\":null,\"recall\":0.0}],"
                        + "\"byRule\":[{\"rule\":\"limite-noturno\",\"flagged\":5,\"marked\":3}]}");
    }

    @Test
    void saysWhyTheyWereNotRead() {
        assertThat(SignalSummary.text(SignalReading.ofUrl()))
                .isEqualTo("signals were not read: --url does not say where Kafka is, --data does\n");
        assertThat(SignalSummary.json(SignalReading.ofUrl()).get("read").booleanValue())
                .isFalse();
    }
}

package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.rastro.protocol.pix.EndToEndId;
import io.rastro.protocol.pix.PixKey;
import io.rastro.protocol.pix.PixKind;
import io.rastro.proving.fraud.FraudMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaysimFileTest {

    private static final String HEADER = "step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,"
            + "oldbalanceDest,newbalanceDest,isFraud,isFlaggedFraud\n";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-02-01T02:30:00Z"), ZoneOffset.UTC);

    @TempDir
    Path dir;

    private final List<String> bad = new ArrayList<>();
    private final FraudMarks marks = new FraudMarks();

    @Test
    void aLineIsAnEventOfWhoPaysOrPutsIn() throws IOException {
        List<Transfer> transfers = read("""
                1,CASH_IN,312.25,C11,3806.45,4118.69,C12,1178.14,0.0,0,0
                25,TRANSFER,10539.3,C13,10539.37,0.0,C14,0.0,0.0,1,0
                743,PAYMENT,7,C11,7,0.0,M15,0.0,0.0,0,0
                """);

        assertThat(transfers)
                .extracting(Transfer::accountId, Transfer::kind, Transfer::endToEndId, Transfer::centavos)
                .containsExactly(
                        tuple("paysim-C11", PixKind.RECEBIMENTO, "E0000000020250101040000000000002", 31225L),
                        tuple("paysim-C13", PixKind.PAGAMENTO, "E0000000020250102040000000000003", 1053930L),
                        tuple("paysim-C11", PixKind.PAGAMENTO, "E0000000020250201020000000000004", 700L));
        assertThat(transfers.get(1).occurredAtMillis())
                .isEqualTo(Instant.parse("2025-01-02T04:00:00Z").toEpochMilli());
        assertThat(transfers.get(1).line()).isEqualTo(3);
        assertThat(marks.payments()).isEqualTo(3);
        assertThat(marks.frauds()).isEqualTo(1);
    }

    @Test
    void everyEventKeepsTheRulesOfPix() throws IOException {
        assertThat(read("1,CASH_OUT,1,C1,0,0,C2,0,0,0,0\n742,DEBIT,1,C1,0,0,C2,0,0,0,0\n2,DEBIT,1,C1,0,0,C3,0,0,0,0\n"))
                .allSatisfy(transfer -> {
                    assertThat(EndToEndId.isEndToEndId(transfer.endToEndId())).isTrue();
                    assertThat(EndToEndId.isNear(transfer.endToEndId(), transfer.occurredAtMillis()))
                            .isTrue();
                    assertThat(PixKey.kindOf(transfer.counterparty())).contains(PixKey.Kind.EVP);
                })
                .extracting(Transfer::counterparty)
                .satisfies(
                        keys -> assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "0.004,0",
        "0.005,1",
        "1.005,101",
        "2.675,268",
        "1.115,112",
        "10000000,1000000000",
        "9999999999.99,999999999999",
        "9999999999.994999999999999,999999999999"
    })
    void amountsAreRoundedExactlyAndHalfUp(String amount, long centavos) throws IOException {
        assertThat(read("1,PAYMENT," + amount + ",C1,0,0,C2,0,0,0,0\n"))
                .singleElement()
                .extracting(Transfer::centavos)
                .isEqualTo(centavos);
    }

    @Test
    void tellsBadLinesAndGoesOn() throws IOException {
        List<Transfer> transfers = read("""
                one,PAYMENT,1,C1,0,0,C2,0,0,0,0
                -1,PAYMENT,1,C1,0,0,C2,0,0,0,0
                744,PAYMENT,1,C1,0,0,C2,0,0,0,0
                1,,1,C1,0,0,C2,0,0,0,0
                1,PAYMENT,-1,C1,0,0,C2,0,0,0,0
                1,PAYMENT,1e999999999,C1,0,0,C2,0,0,0,0
                1,PAYMENT,9999999999.995,C1,0,0,C2,0,0,0,0
                1,PAYMENT,1,,0,0,C2,0,0,0,0
                1,PAYMENT,1,C 1,0,0,C2,0,0,0,0
                1,PAYMENT,1,C1,0,0,,0,0,0,0
                1,PAYMENT,1,C1,0,0,C2,0,0,yes,0
                1,PAYMENT,1,C1
                1,PAYMENT,1,"C1,0

                1,PAYMENT,1,C1,0,0,C2,0,0,0,0
                """);

        assertThat(transfers).singleElement().extracting(Transfer::line).isEqualTo(16L);
        assertThat(bad)
                .extracting(told -> told.split(" ", 2)[0])
                .containsExactly("2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14");
        assertThat(bad)
                .startsWith(
                        "2 step is not a whole number of hours",
                        "3 step is not a whole number of hours",
                        "4 step is in the future: its hours count from 2025-01-01T03:00:00Z",
                        "5 type is empty",
                        "6 amount is not a decimal number from 0",
                        "7 amount is not a decimal number from 0",
                        "8 amount is over 9999999999.99",
                        "9 nameOrig is empty")
                .contains("11 nameDest is empty", "12 isFraud is not 0 or 1", "13 nameDest is empty");
        assertThat(bad.get(8))
                .startsWith("10 nameOrig is no part of an account id: ")
                .doesNotContain("C 1");
        assertThat(marks.payments()).as("only what was read").isEqualTo(1);
    }

    @Test
    void saysWhichColumnIsMissing() {
        assertThatThrownBy(() -> readAll("step,type,amount,nameOrig,nameDest\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no column isFraud");
    }

    @Test
    void accountsGoSideBySideAndEachInItsOrder() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append("1,PAYMENT,").append(i + 1).append(",C").append(i % 3).append(",0,0,C9,0,0,0,0\n");
        }
        try (FileSource<Transfer> source = FileSource.perAccount(open(HEADER + lines), 4)) {
            Map<String, List<Long>> sent = new HashMap<>();
            List<Batch> underWay = new ArrayList<>();
            do {
                for (Batch batch = source.poll(); batch != null; batch = source.poll()) {
                    underWay.add(batch);
                }
                assertThat(underWay).extracting(batch -> batch.content().path()).doesNotHaveDuplicates();
                for (Batch batch : underWay) {
                    PixEvents events = (PixEvents) batch.content();
                    events.transfers()
                            .forEach(transfer -> sent.computeIfAbsent(transfer.accountId(), id -> new ArrayList<>())
                                    .add(transfer.centavos()));
                    source.release(batch);
                }
                underWay.clear();
            } while (!source.isExhausted());

            assertThat(sent)
                    .hasSize(3)
                    .allSatisfy((account, amounts) ->
                            assertThat(amounts).hasSize(10).isSorted());
        }
    }

    @Test
    void anAccountKeepsItsOrderAlsoAmongMoreThanAreRemembered() throws IOException {
        int accounts = 110_000;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2 * accounts; i++) {
            lines.append("1,PAYMENT,")
                    .append(i)
                    .append(",C")
                    .append(i % accounts)
                    .append(",0,0,C9,0,0,0,0\n");
        }
        try (FileSource<Transfer> source = FileSource.perAccount(open(HEADER + lines), 1)) {
            Map<String, Long> last = new HashMap<>();
            int sent = 0;
            while (!source.isExhausted()) {
                for (Batch batch = source.poll(); batch != null; batch = source.poll()) {
                    Transfer transfer =
                            ((PixEvents) batch.content()).transfers().get(0);
                    Long before = last.put(transfer.accountId(), transfer.centavos());
                    assertThat(before == null || before < transfer.centavos()).isTrue();
                    sent++;
                    source.release(batch);
                }
            }
            assertThat(sent).isEqualTo(2 * accounts);
        }
    }

    private List<Transfer> read(String lines) throws IOException {
        return readAll(HEADER + lines);
    }

    private List<Transfer> readAll(String text) throws IOException {
        List<Transfer> transfers = new ArrayList<>();
        try (CsvFile<Transfer> rows = open(text)) {
            for (Transfer transfer = rows.next(); transfer != null; transfer = rows.next()) {
                transfers.add(transfer);
            }
        }
        return transfers;
    }

    private CsvFile<Transfer> open(String text) throws IOException {
        Path file = Files.writeString(dir.resolve("paysim.csv"), text);
        return PaysimFile.open(file, marks, CLOCK, (line, why) -> bad.add(line + " " + why));
    }
}

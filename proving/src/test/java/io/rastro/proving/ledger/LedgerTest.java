package io.rastro.proving.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.pix.PixKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path dir;

    @Test
    void isReadBackAndAppendedTo() throws IOException {
        Path file = dir.resolve("below").resolve("ledger");
        try (Ledger ledger = Ledger.open(file)) {
            ledger.runBegins("r1", NOW);
            ledger.acknowledged("courier~c-1", 1, "r1-1", 50, 2);
            ledger.runEnds("r1", NOW);
        }
        try (Ledger ledger = Ledger.open(file)) {
            ledger.runBegins("r2", NOW);
            ledger.acknowledged("courier~c-1", 2, "r1-1", 1, 0);
            ledger.acknowledged("courier~c-1", 2, "r1-1", 0, 7);
            ledger.rejected(3);
        }

        LedgerReader.Contents contents = LedgerReader.read(file);

        assertThat(contents.runIds()).containsExactlyInAnyOrder("r1", "r2");
        assertThat(contents.recorded().items()).isEqualTo(51);
        assertThat(contents.recorded().itemCount("courier~c-1", 1)).isEqualTo(50);
        assertThat(contents.duplicates()).isEqualTo(9);
        assertThat(contents.rejected()).isEqualTo(3);
    }

    @Test
    void isInTheFileOnceFlushed() throws IOException {
        Path file = dir.resolve("ledger");
        try (Ledger ledger = Ledger.open(file)) {
            ledger.acknowledged("courier~c-1", 1, "r1-1", 1, 0);
            ledger.flush();
            assertThat(LedgerReader.read(file).recorded().items()).isEqualTo(1);
        }
    }

    @Test
    void cutsOffALineThatADyingMachineLeftUnfinished() throws IOException {
        Path file = dir.resolve("ledger");
        Files.writeString(file, "ack,courier~c-1,1,r1-1,1,0,0\nack,courier~c-1,2", StandardOpenOption.CREATE);
        assertThat(LedgerReader.read(file).recorded().items()).isEqualTo(1);

        try (Ledger ledger = Ledger.open(file)) {
            ledger.acknowledged("courier~c-1", 2, "r1-1", 10, 0);
        }

        assertThat(LedgerReader.read(file).recorded().items()).isEqualTo(11);
    }

    @Test
    void refusesWhatIsNoLedger() throws IOException {
        Path other = Files.writeString(dir.resolve("other"), "mover_id,timestamp\nc-1,2\n");
        assertThatThrownBy(() -> LedgerReader.read(other))
                .isInstanceOf(LedgerFormatException.class)
                .hasMessageContaining("other:1");
    }

    @Test
    void countsEventsThatWereAcknowledgedTwice() throws IOException {
        Path twice = Files.writeString(
                dir.resolve("twice"),
                "ack,courier~c,1,r1-1,1,0,0\nack,courier~c,1,r1-2,1,0,0\nack,courier~c,1,r1-1,0,1,0\n");

        assertThat(LedgerReader.read(twice).twice()).isEqualTo(1);
        assertThat(LedgerReader.read(twice).recorded().items()).isEqualTo(1);
    }

    @Test
    void tellsWhichRequestsRecordedTheEventsInWhateverOrder() throws IOException {
        String first = "ack,courier~c,1,r1-1,1,0,0\n";
        String second = "ack,courier~c,2,r1-2,1,0,0\n";
        String displaced = "ack,courier~c,2,r1-3,1,0,0\n";
        long requests = requests(first + second);

        assertThat(requests(second + first)).isEqualTo(requests);
        assertThat(requests(first + displaced)).isNotEqualTo(requests);
        assertThat(requests(first)).isNotEqualTo(requests);
    }

    @Test
    void itemsWithNamesOfTheirOwnAreReadBackOnce() throws IOException {
        Path file = dir.resolve("items");
        String paid = PixName.of(PixKind.PAGAMENTO, "E1", 1050);
        try (Ledger ledger = Ledger.open(file)) {
            ledger.stored("pix~a", paid);
            ledger.stored("pix~b", paid);
            ledger.stored("pix~a", paid);
            ledger.stored("pix~a", PixName.of(PixKind.ESTORNO, "D1", 50));
        }

        LedgerReader.Contents contents = LedgerReader.read(file);

        assertThat(contents.items().size()).isEqualTo(3);
        assertThat(contents.items().placeOf(LedgerReader.itemName("pix~b", paid)))
                .isNotNegative();
        assertThat(contents.items().placeOf(LedgerReader.itemName("pix~c", paid)))
                .isNegative();
        assertThat(contents.recorded().events()).isZero();
        assertThat(contents.twice()).as("two requests may be one event").isZero();
    }

    /** As it is while the load goes on, or after the machine died. */
    @Test
    void anItemWhoseLineIsCutOffInItsNameIsNotTakenForAnother() throws IOException {
        String whole = "item,pix~a,pagamento,E1,1050;\n";
        for (int cut = 1; cut < whole.length() - 1; cut++) {
            Path torn = Files.writeString(dir.resolve("torn"), whole + whole.substring(0, cut));
            assertThat(LedgerReader.read(torn).items().size())
                    .as("cut at %s", cut)
                    .isEqualTo(1);
        }
        Path within = Files.writeString(dir.resolve("within"), "item,pix~a,pagamento,E1,10\n" + whole);
        assertThatThrownBy(() -> LedgerReader.read(within))
                .isInstanceOf(LedgerFormatException.class)
                .hasMessageContaining("within:1");
    }

    private long requests(String lines) throws IOException {
        return LedgerReader.read(Files.writeString(dir.resolve("l"), lines)).requests();
    }
}

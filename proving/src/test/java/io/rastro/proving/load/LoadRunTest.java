package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixKind;
import io.rastro.proving.fraud.FraudMarks;
import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.ledger.PixName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {

    private static final LoadRun.Watcher SILENT = new LoadRun.Watcher() {
        @Override
        public void progress(long itemsDone) {}

        @Override
        public void trouble(String why) {}
    };

    @TempDir
    Path dir;

    @Test
    void booksWhatIsAnswered() throws Exception {
        try (FakeNode node = FakeNode.start()) {
            LoadReport report = load(node, oddFile(), 1, BodyFormat.JSON);

            assertThat(report.accepted()).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
            assertThat(report.duplicates()).isEqualTo(ODD_DUPLICATES);
            assertThat(report.requests()).isEqualTo(ODD_FIXES);
            assertThat(report.isComplete()).isTrue();
            assertThat(node.outOfOrder())
                    .as("each courier in the order of the file")
                    .isZero();
        }
    }

    @Test
    void figuresAreTheSameWhenAnswersGetLost() throws Exception {
        for (BodyFormat format : List.of(BodyFormat.JSON, BodyFormat.NDJSON)) {
            for (int batch : new int[] {1, 7, 200}) {
                try (FakeNode node = FakeNode.start()) {
                    node.troubleEvery(batch == 1 ? 50 : 5);
                    Path ledger = dir.resolve("ledger-" + format + batch);
                    LoadReport report = load(node, oddFile(), batch, format, ledger);

                    assertThat(report.accepted()).as("%s in %s", format, batch).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
                    assertThat(report.duplicates()).isEqualTo(ODD_DUPLICATES);
                    assertThat(report.retries()).isPositive();
                    assertThat(report.replays()).isPositive();
                    assertThat(node.recorded()).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
                    LedgerReader.Contents contents = LedgerReader.read(ledger);
                    assertThat(contents.recorded().items()).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
                    assertThat(contents.duplicates()).isEqualTo(ODD_DUPLICATES);
                }
            }
        }
    }

    @Test
    void copiesOfARequestCountOnce() throws Exception {
        try (FakeNode node = FakeNode.start()) {
            node.troubleEvery(20);
            Path ledger = dir.resolve("stormed");
            LoadReport report;
            try (Ledger kept = Ledger.open(ledger);
                    FileSource<Fix> source = FileSource.perCourier(PositionsFile.open(oddFile(), NO_BAD_ROWS), 3)) {
                LoadRun run = new LoadRun(settings(node, BodyFormat.JSON), source, kept, SILENT, quickly());
                run.copies(3);
                report = run.run();
            }

            assertThat(report.accepted()).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
            assertThat(report.retries()).isGreaterThan(report.requests());
            assertThat(node.recorded()).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
            assertThat(LedgerReader.read(ledger).recorded().items()).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
        }
    }

    @Test
    void aSecondRunFindsOnlyDuplicates() throws Exception {
        try (FakeNode node = FakeNode.start()) {
            load(node, oddFile(), 50, BodyFormat.JSON);
            node.troubleEvery(3);
            LoadReport second = load(node, oddFile(), 50, BodyFormat.JSON);

            assertThat(second.accepted()).isZero();
            assertThat(second.duplicates()).isEqualTo(ODD_FIXES);
        }
    }

    @Test
    void gatewaysKeepEachCouriersOrder() throws Exception {
        try (FakeNode node = FakeNode.start()) {
            node.troubleEvery(4);
            FileSource<Fix> source = FileSource.viaGateways(PositionsFile.open(oddFile(), NO_BAD_ROWS), 20, 3);
            LoadReport report = new LoadRun(settings(node, BodyFormat.JSON), source, null, SILENT, quickly()).run();

            assertThat(report.accepted()).isEqualTo(ODD_FIXES - ODD_DUPLICATES);
            assertThat(report.duplicates()).isEqualTo(ODD_DUPLICATES);
            assertThat(node.outOfOrder()).isZero();
        }
    }

    @Test
    void countsWhatIsRejectedAndSaysWhere() throws Exception {
        Path file = Files.writeString(dir.resolve("bad.csv"), """
                mover_id,timestamp,lat,lon
                c-1,2017-07-27T18:04:37Z,1,2
                c-1,2017-07-27T18:04:38Z,91,2
                c-1,2017-07-27T18:04:39Z,1,3
                """);
        try (FakeNode node = FakeNode.start()) {
            LoadReport together = load(node, file, 3, BodyFormat.JSON);
            assertThat(together.accepted()).isEqualTo(2);
            assertThat(together.rejected()).isEqualTo(1);
            assertThat(together.troubles()).containsExactly("line 3: lat: out of range");

            LoadReport single = load(node, file, 1, BodyFormat.JSON);
            assertThat(single.rejected()).isEqualTo(1);
            assertThat(single.isComplete()).isTrue();
        }
    }

    @Test
    void aPixFileIsReplayedInOrderAndTheSecondRunFindsOnlyDuplicates() throws Exception {
        StringBuilder lines = new StringBuilder("step,type,amount,nameOrig,nameDest,isFraud\n");
        for (int i = 0; i < 300; i++) {
            lines.append(1 + i / 10)
                    .append(",PAYMENT,")
                    .append(i == 299 ? 0 : i + 1)
                    .append(",C")
                    .append(i % 7);
            lines.append(",C99,0\n");
        }
        Path file = Files.writeString(dir.resolve("paysim.csv"), lines);
        try (FakeNode node = FakeNode.start()) {
            node.troubleEvery(4);
            Path ledger = dir.resolve("pix-ledger");
            LoadReport first = loadPix(node, file, ledger);
            assertThat(first.accepted() + first.duplicates()).isEqualTo(299);
            assertThat(first.rejected()).isEqualTo(1);
            assertThat(first.troubles()).containsExactly("line 301: valor: must be above 0");
            assertThat(first.isComplete()).isTrue();
            assertThat(node.recorded()).isEqualTo(299);
            assertThat(node.outOfOrder()).isZero();

            LedgerReader.Contents contents = LedgerReader.read(ledger);
            assertThat(contents.items().size()).isEqualTo(299);
            assertThat(contents.recorded().events()).isZero();
            for (int i = 0; i < 300; i++) {
                String name = PixName.of(PixKind.PAGAMENTO, idOf(i), i == 299 ? 0 : 100 * (i + 1));
                boolean there = contents.items().placeOf(LedgerReader.itemName("pix~paysim-C" + i % 7, name)) >= 0;
                assertThat(there)
                        .as("line %s, of which the last is rejected", i + 2)
                        .isEqualTo(i < 299);
            }

            Path again = dir.resolve("pix-again");
            LoadReport second = loadPix(node, file, again);
            assertThat(second.accepted()).isZero();
            assertThat(second.duplicates()).isEqualTo(299);
            assertThat(LedgerReader.read(again).items().size())
                    .as("what is told again is acknowledged again")
                    .isEqualTo(299);
        }
    }

    private static String idOf(int row) {
        long hour = PaysimFile.HOUR_0.plus(Duration.ofHours(1 + row / 10)).toEpochMilli();
        return PixIds.endToEndId(hour, PixIds.rest(row + 2));
    }

    private static LoadReport loadPix(FakeNode node, Path file, Path ledger) throws IOException {
        try (Ledger kept = Ledger.open(ledger);
                FileSource<Transfer> source = FileSource.perAccount(
                        PaysimFile.open(file, new FraudMarks(), Clock.systemUTC(), NO_BAD_ROWS), 5)) {
            return new LoadRun(settings(node, BodyFormat.JSON), source, kept, SILENT, quickly()).run();
        }
    }

    @Test
    void aHotAccountIsAskedSideBySide() throws Exception {
        try (FakeNode node = FakeNode.start()) {
            SimulatedAccounts source =
                    new SimulatedAccounts("pix", 1, 8, 1, Duration.ofSeconds(1), 1, Clock.systemUTC());
            LoadReport report = new LoadRun(settings(node, BodyFormat.JSON), source, null, SILENT).run();

            assertThat(report.accepted()).isPositive().isEqualTo(node.recorded());
            assertThat(report.duplicates() + report.rejected()).isZero();
            assertThat(report.isComplete()).isTrue();
        }
    }

    @Test
    void givesUpWhenNobodyAnswersForLong() throws Exception {
        InetSocketAddress nobody;
        try (FakeNode node = FakeNode.start()) {
            nobody = node.address();
        }
        LoadSettings settings =
                new LoadSettings(List.of(nobody), 4, BodyFormat.JSON, 0, Duration.ofSeconds(2), Duration.ofMillis(300));
        FileSource<Fix> source = FileSource.perCourier(PositionsFile.open(oddFile(), NO_BAD_ROWS), 10);

        LoadReport report = new LoadRun(settings, source, null, SILENT).run();

        assertThat(report.isComplete()).isFalse();
        assertThat(report.accepted()).isZero();
        assertThat(report.troubles()).anyMatch(trouble -> trouble.contains("given up"));
    }

    @Test
    void keepsToTheRate() throws Exception {
        try (FakeNode node = FakeNode.start()) {
            SimulatedCouriers source = new SimulatedCouriers("sim", 10, 5, Duration.ofSeconds(2), 1, Clock.systemUTC());
            LoadSettings settings = new LoadSettings(
                    List.of(node.address()), 4, BodyFormat.JSON, 500, Duration.ofSeconds(5), Duration.ofSeconds(5));

            LoadReport report = new LoadRun(settings, source, null, SILENT).run();

            assertThat(report.accepted()).isBetween(800L, 1010L);
            assertThat(report.duplicates()).isZero();
        }
    }

    private static final CsvFile.BadRows NO_BAD_ROWS = (line, why) -> {
        throw new AssertionError(line + ": " + why);
    };
    private static final int ODD_COURIERS = 5;
    private static final int ODD_FIXES = 2000;
    private static final int ODD_DUPLICATES = 120;

    /** Couriers of very different activity, steps back in time, negative speeds, duplicates near and far. */
    private Path oddFile() throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        StringBuilder csv = new StringBuilder("mover_id,timestamp,lat,lon,speed_mps\n");
        String[] rows = new String[ODD_FIXES - ODD_DUPLICATES];
        for (int i = 0; i < rows.length; i++) {
            int courier = Math.min(ODD_COURIERS - 1, (int) (-Math.log(random.nextDouble()) * 1.5));
            long back = random.nextInt(20) == 0 ? random.nextLong(9 * 3600_000L) : 0;
            rows[i] = "c/" + courier + "," + (1_501_178_677_000L + i * 1000L - back) + ",-23." + (1_000_000 + i)
                    + ",-46.5," + (random.nextInt(10) == 0 ? "-1" : "9.78");
        }
        int duplicates = 0;
        for (int i = 0; i < rows.length; i++) {
            csv.append(rows[i]).append('\n');
            if (duplicates < ODD_DUPLICATES && i % 15 == 14) {
                csv.append(rows[duplicates % 2 == 0 ? i : i / 2]).append('\n');
                duplicates++;
            }
        }
        assertThat(duplicates).isEqualTo(ODD_DUPLICATES);
        return Files.writeString(dir.resolve("odd.csv"), csv);
    }

    private LoadReport load(FakeNode node, Path file, int batch, BodyFormat format) throws IOException {
        return load(node, file, batch, format, dir.resolve("ledger-" + System.nanoTime()));
    }

    private LoadReport load(FakeNode node, Path file, int batch, BodyFormat format, Path ledgerFile)
            throws IOException {
        try (Ledger ledger = Ledger.open(ledgerFile);
                FileSource<Fix> source = FileSource.perCourier(PositionsFile.open(file, NO_BAD_ROWS), batch)) {
            return new LoadRun(settings(node, format), source, ledger, SILENT, quickly()).run();
        }
    }

    /** Many answers get lost here. */
    private static Backoff quickly() {
        return new Backoff(new SplittableRandom(), Duration.ofMillis(10));
    }

    private static LoadSettings settings(FakeNode node, BodyFormat format) {
        return new LoadSettings(List.of(node.address()), 8, format, 0, Duration.ofSeconds(5), Duration.ofSeconds(20));
    }
}

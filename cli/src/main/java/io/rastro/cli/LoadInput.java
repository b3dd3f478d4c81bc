package io.rastro.cli;

import io.rastro.proving.fraud.FraudMarks;
import io.rastro.proving.load.CsvFile;
import io.rastro.proving.load.FileSource;
import io.rastro.proving.load.Fix;
import io.rastro.proving.load.PaysimFile;
import io.rastro.proving.load.PositionsFile;
import io.rastro.proving.load.SimulatedAccounts;
import io.rastro.proving.load.SimulatedCouriers;
import io.rastro.proving.load.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a load sends: one of a file or a simulation, of positions or of Pix events. */
final class LoadInput {

    static final int MOST_COURIERS = 10_000_000;
    static final int MOST_ACCOUNTS = 1_000_000;

    @Option(
            names = "--positions",
            required = true,
            paramLabel = "FILE",
            description = "CSV, plain or gzipped; columns by name: mover_id,timestamp,lat,lon"
                    + "[,altitude_m,speed_mps,heading_deg,accuracy_m].")
    private @Nullable Path positions;

    @Option(
            names = "--pix",
            required = true,
            paramLabel = "FILE",
            description = "CSV, plain or gzipped, as PaySim writes it; columns by name: step,type,amount,nameOrig,"
                    + "nameDest,isFraud. A line is an event of account paysim-{nameOrig}: CASH_IN a recebimento, any"
                    + " other type a pagamento. step counts hours from 2025-01-01T00:00-03:00.")
    private @Nullable Path pix;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Simulation simulation;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    LoadInput() {}

    /** Those that do not exist. */
    static final class Simulation {

        @ArgGroup(multiplicity = "1")
        private Simulated simulated;

        @Option(
                names = "--duration",
                paramLabel = "TIME",
                defaultValue = "60s",
                description = "For how long, such as 90s or 5m (default: ${DEFAULT-VALUE}).")
        private Duration duration = Duration.ofSeconds(60);

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "The same seed makes the same walks and amounts (default: ${DEFAULT-VALUE}).")
        private long seed = 1;

        @SuppressWarnings("NullAway.Init") // picocli fills the fields in
        Simulation() {}
    }

    /** One of the two. */
    static final class Simulated {
        @Option(names = "--couriers", required = true, paramLabel = "N", description = "Simulates so many couriers.")
        private @Nullable Integer couriers;

        @Option(
                names = "--pix-accounts",
                required = true,
                paramLabel = "N",
                description =
                        "Simulates so many Pix accounts, which pay, are paid and give back. Of fewer accounts than"
                                + " --concurrency each has several requests under way.")
        private @Nullable Integer accounts;
    }

    boolean isPix() {
        return pix != null || accounts() != null;
    }

    boolean isSimulation() {
        return simulation != null;
    }

    @Nullable
    Integer couriers() {
        return simulation == null ? null : simulation.simulated.couriers;
    }

    @Nullable
    Integer accounts() {
        return simulation == null ? null : simulation.simulated.accounts;
    }

    /** Whether it is a file whose payments are marked. */
    boolean isMarked() {
        return pix != null;
    }

    /** What a load of it sends, in one word. */
    String items() {
        return isPix() ? "events" : "positions";
    }

    /**
     * Opens it.
     *
     * @param batch items in a request
     * @param gateway whether couriers are mixed within a request; only of a file of positions
     * @param concurrency requests under way at a time
     * @param marks is told what the file is, if that {@link #isMarked}
     */
    Source open(int batch, boolean gateway, int concurrency, FraudMarks marks, CsvFile.BadRows badRows)
            throws IOException {
        if (simulation != null) {
            return simulate(simulation, batch, concurrency);
        }
        if (pix != null) {
            return FileSource.perAccount(PaysimFile.open(pix, marks, Clock.systemUTC(), badRows), batch);
        }
        if (positions == null) {
            throw new IllegalStateException("neither a file nor a simulation");
        }
        CsvFile<Fix> rows = PositionsFile.open(positions, badRows);
        return gateway ? FileSource.viaGateways(rows, batch, concurrency) : FileSource.perCourier(rows, batch);
    }

    private Source simulate(Simulation chosen, int batch, int concurrency) {
        Integer accounts = accounts();
        Integer couriers = couriers();
        if (accounts != null) {
            return new SimulatedAccounts(
                    "pix-sim-" + chosen.seed,
                    accounts,
                    (concurrency + accounts - 1) / accounts,
                    batch,
                    chosen.duration,
                    chosen.seed,
                    Clock.systemUTC());
        }
        if (couriers == null) {
            throw new IllegalStateException("neither couriers nor accounts");
        }
        return new SimulatedCouriers(
                "sim-" + chosen.seed, couriers, batch, chosen.duration, chosen.seed, Clock.systemUTC());
    }
}

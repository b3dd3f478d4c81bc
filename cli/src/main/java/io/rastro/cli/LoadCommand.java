package io.rastro.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.fraud.FraudMarks;
import io.rastro.proving.ledger.Ledger;
import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Drives a running system from a file, or with couriers or Pix accounts that do not exist. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Drives a running system and books every answer.",
        footer = {
            "",
            "Each courier's positions are sent in their order, one request after the other;",
            "couriers side by side. So are each account's events of a file.",
            "A request that is not answered (503, 429, connection lost) is sent again with",
            "the same Idempotency-Key until --patience is over, so that the figures are the",
            "same whether or not a node was killed meanwhile; but Pix events whose answer",
            "was lost count as duplicates then, and are in the ledger all the same.",
            "After --pix the signals of the system by --data are compared with what the file",
            "marks (isFraud): precision and recall by score, and what each rule told.",
            "Exit 0 when every item was acknowledged, or rejected by name.",
            "",
            "  rastro load --positions fixes.csv.gz --ledger run.ledger",
            "  rastro load --couriers 5000 --rate 2000 --duration 60s --batch 10",
            "  rastro load --pix paysim.csv.gz",
            "  rastro load --pix-accounts 1 --rate 1000 --duration 60s --ledger run.ledger"
        })
final class LoadCommand implements Callable<Integer> {

    private static final Duration FINISHING = Duration.ofSeconds(5);

    /** The last answers come after the last posts: a short load is a little below its rate. */
    private static final double REACHED = 0.9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Option(
            names = "--url",
            paramLabel = "URL",
            split = ",",
            description = "Base URL of a node, instead of --data; several are used in turn.")
    private @Nullable List<String> urls;

    @ArgGroup(multiplicity = "1")
    private LoadInput input;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Positions or events in a request (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--format",
            defaultValue = "json",
            description = "Of positions: ${COMPLETION-CANDIDATES}, in any case (default: ${DEFAULT-VALUE}).")
    private BodyFormat format;

    @Option(names = "--gateway", description = "Through /v1/positions, couriers mixed within a request.")
    private boolean gateway;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "64",
            description = "Connections, and so requests under way at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description = "Positions or events a second; latency then counts from when a request was due"
                    + " (default: as fast as answers come).")
    private double rate;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Appends everything that is acknowledged to this file, for verify.")
    private @Nullable Path ledgerFile;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "120s",
            description = "How long a request is tried again, and signals are awaited (default: ${DEFAULT-VALUE}).")
    private Duration patience;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long one attempt may take (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "The summary as one JSON object.")
    private boolean json;

    private long unreadable;
    private volatile boolean stopped;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    LoadCommand() {}

    @Override
    public Integer call() throws IOException {
        check("--batch", batch, 10_000);
        check("--concurrency", concurrency, 10_000);
        refuse(!(rate >= 0), "--rate must not be negative: " + rate);
        checkInput();
        PrintWriter err = spec.commandLine().getErr();
        LoadSettings settings = new LoadSettings(targets(), concurrency, format, rate, timeout, patience);
        FraudMarks marks = new FraudMarks();
        try (Source source = input.open(batch, gateway, concurrency, marks, (line, why) -> skipped(line, why, err));
                @Nullable Ledger ledger = ledgerFile == null ? null : Ledger.open(ledgerFile);
                LoadDisplay display = LoadDisplay.on(err, source.total())) {
            LoadReport report = run(new LoadRun(settings, source, ledger, display));
            display.close();
            report.troubles().forEach(trouble -> err.println("rastro load: " + trouble));
            tellShortfall(report, err);
            PrintWriter out = spec.commandLine().getOut();
            if (!json) {
                out.print(LoadSummary.text(report, input.items(), unreadable));
                out.flush();
            }
            SignalReading signals = input.isMarked() ? signals(marks) : null;
            print(report, signals, out);
            boolean isGood = report.isComplete() && unreadable == 0 && (signals == null || !signals.failed());
            return isGood ? Rastro.DONE : Rastro.FAILED;
        }
    }

    private SignalReading signals(FraudMarks marks) {
        if (stopped) {
            return SignalReading.ofPart();
        }
        return urls == null ? SignalReading.of(system::runningEndpoints, patience, marks) : SignalReading.ofUrl();
    }

    private void print(LoadReport report, @Nullable SignalReading signals, PrintWriter out) {
        if (json) {
            ObjectNode summary = LoadSummary.json(report, input.items(), unreadable);
            if (signals != null) {
                summary.set("signals", SignalSummary.json(signals));
            }
            out.print(summary + "\n");
        } else if (signals != null) {
            out.print(SignalSummary.text(signals));
        }
        out.flush();
    }

    private void skipped(long line, String why, PrintWriter err) {
        unreadable++;
        if (unreadable <= 20) {
            err.println("rastro load: line " + line + " is skipped: " + why);
        }
    }

    /** What was asked for and not reached is said, or a slow system looks like a small load. */
    private void tellShortfall(LoadReport report, PrintWriter err) {
        if (report.itemsPerSecond() < rate * REACHED) {
            err.println(String.format(
                    Locale.ROOT,
                    "rastro load: %.0f of the %.0f %s/s asked for: answers came too late, or --concurrency%s",
                    report.itemsPerSecond(),
                    rate,
                    input.items(),
                    input.accounts() == null
                            ? " and those who send are too few (each has one request under way)"
                            : " is too small"));
        }
    }

    private List<InetSocketAddress> targets() {
        List<String> given = urls;
        return RunningSystem.addresses(given == null ? system.runningEndpoints().http() : given);
    }

    private void checkInput() {
        Integer couriers = input.couriers();
        Integer accounts = input.accounts();
        if (couriers != null) {
            check("--couriers", couriers, LoadInput.MOST_COURIERS);
        }
        if (accounts != null) {
            check("--pix-accounts", accounts, LoadInput.MOST_ACCOUNTS);
        }
        refuse(gateway && input.isPix(), "--gateway is only of positions");
        refuse(gateway && input.isSimulation(), "--gateway replays files, it does not simulate");
        refuse(input.isPix() && format != BodyFormat.JSON, "--format is only of positions: Pix events are JSON");
    }

    private void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), why);
        }
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " must be from 1 to " + most + ", not " + value);
        }
    }

    /** Ctrl-C ends the load in order: what is under way is answered and booked, the summary is printed. */
    private LoadReport run(LoadRun load) throws IOException {
        CountDownLatch finished = new CountDownLatch(1);
        Thread interrupted = new Thread(() -> {
            stopped = true;
            load.stop();
            try {
                finished.await(FINISHING.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return load.run();
        } finally {
            finished.countDown();
            remove(interrupted);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook has done its work
        }
    }
}

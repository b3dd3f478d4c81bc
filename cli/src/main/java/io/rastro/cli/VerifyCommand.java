package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.cli.StoreColumns.Column;
import io.rastro.proving.verify.Items;
import io.rastro.proving.verify.KindFigures;
import io.rastro.proving.verify.StoreFigures;
import io.rastro.proving.verify.Verification;
import io.rastro.proving.verify.VerifyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The receipt check: whatever a ledger says was acknowledged has to be in every store. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Checks that every acknowledged position and Pix event, and every signal, is in the journal, Kafka,"
                        + " the Cassandra tables and the Parquet lake.",
        footer = {
            "",
            "lost: acknowledged and not there. duplicates: there more than once (allowed in Kafka only, where an entity",
            "publishes again after a crash), or in the journal under two names. extra: there, but in no line of the ledger;",
            "use one ledger for all runs of a data directory. unanswered: recorded for a load of this ledger that was",
            "killed before it heard of it, or that was sent again too late for its key to be known.",
            "A Pix event is known by its own id and amount, since what an account journals at once may be of several",
            "requests; so one that a load never heard of is extra. What the journal has of accounts is expected in the other",
            "stores, whoever told it: each event in its topic, in table pix_events and in its folder of the lake, each signal",
            "in its topic and in the lake.",
            "Exit 0 when nothing is lost, nothing is duplicated outside Kafka, no store has what the journal has not,",
            "the journal has for each acknowledged event the request that it was acknowledged to, and Kafka has each",
            "courier's and account's events in their order."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final StoreColumns COLUMNS = new StoreColumns(
            "acknowledged",
            List.of(
                    Column.shown("lost", "lost", StoreFigures::lost),
                    Column.shown("duplicates", "duplicates", StoreFigures::duplicates),
                    Column.shown("extra", "extra", StoreFigures::extra),
                    Column.shown("unanswered", "unanswered", StoreFigures::unanswered),
                    Column.hidden("notInJournal", StoreFigures::unknown),
                    Column.hidden("outOfOrder", StoreFigures::outOfOrder)));

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Option(names = "--ledger", required = true, paramLabel = "FILE", description = "As `rastro load` writes it.")
    private Path ledger;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "120s",
            description = "How long to wait for stores that are behind (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "The outcome as one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    VerifyCommand() {}

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(ledger)) {
            throw new CommandFailedException("cannot read the ledger " + ledger);
        }
        PrintWriter err = spec.commandLine().getErr();
        VerifyReport report = Verification.run(ledger, system.runningEndpoints(), timeout, waiting -> {
            err.println("rastro verify: " + waiting);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? json(report) + "\n" : text(report));
        out.flush();
        return report.isGood() ? Rastro.DONE : Rastro.FAILED;
    }

    static String text(VerifyReport report) {
        StringBuilder text = new StringBuilder(COLUMNS.text(report));
        for (KindFigures kind : report.kinds()) {
            for (StoreFigures store : kind.stores()) {
                String of = " " + kind.items().words();
                if (store.unknown() > 0) {
                    text.append(store.store() + " has " + store.unknown() + of + " that are not in the journal\n");
                }
                if (store.outOfOrder() > 0) {
                    text.append(store.store() + " has " + store.outOfOrder() + of + " out of order\n");
                }
            }
        }
        return text.append(Verdict.of(report)).toString();
    }

    static ObjectNode json(VerifyReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("ok", report.isGood());
        report.kinds().stream()
                .filter(kind -> kind.items() == Items.POSITIONS)
                .forEach(positions -> json.put("acknowledgedPositions", positions.expected())
                        .put("acknowledgedEvents", positions.events()));
        json.put("acknowledgedTwice", report.acknowledgedTwice());
        json.put("displaced", report.displaced());
        json.put("journalGaps", report.journalGaps());
        json.putObject("writers")
                .put("twoWriters", report.writers().twoWriters())
                .put("twoProcesses", report.writers().twoProcesses())
                .put("displaced", report.writers().displaced())
                .put("counted", report.writers().counted())
                .put("writtenAgain", report.writers().writtenAgain());
        COLUMNS.json(report, json);
        return json;
    }
}

package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.verify.StoreFigures;
import io.rastro.proving.verify.Verification;
import io.rastro.proving.verify.VerifyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
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
        description = "Checks that every acknowledged position is in the journal, Kafka, the Cassandra table and the"
                + " Parquet lake.",
        footer = {
            "",
            "lost: acknowledged and not there. duplicates: there more than once (allowed in Kafka only, where an entity",
            "publishes again after a crash), or in the journal under two names. extra: there, but in no line of the ledger;",
            "use one ledger for all runs of a data directory. unanswered: recorded for a load of this ledger that was",
            "killed before it heard of it, or that was sent again too late for its key to be known.",
            "Exit 0 when nothing is lost, nothing is duplicated outside Kafka, no store has what the journal has not,",
            "the journal has for each acknowledged event the request that it was acknowledged to, and Kafka has each",
            "courier's events in their order."
        })
final class VerifyCommand implements Callable<Integer> {

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
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "acknowledged: %d positions in %d events%n", report.items(), report.events()));
        text.append(String.format(
                Locale.ROOT,
                "%-8s %12s %8s %11s %8s %11s%n",
                "",
                "positions",
                "lost",
                "duplicates",
                "extra",
                "unanswered"));
        for (StoreFigures store : report.stores()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s %12d %8d %11d %8d %11d%n",
                    store.store(),
                    store.items(),
                    store.lost(),
                    store.duplicates(),
                    store.extra(),
                    store.unanswered()));
        }
        for (StoreFigures store : report.stores()) {
            if (store.unknown() > 0) {
                text.append(store.store() + " has " + store.unknown() + " that are not in the journal\n");
            }
            if (store.outOfOrder() > 0) {
                text.append(store.store() + " has " + store.outOfOrder() + " out of order\n");
            }
        }
        return text.append(Verdict.of(report)).toString();
    }

    static ObjectNode json(VerifyReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("ok", report.isGood());
        json.put("acknowledgedPositions", report.items());
        json.put("acknowledgedEvents", report.events());
        json.put("acknowledgedTwice", report.acknowledgedTwice());
        json.put("displaced", report.displaced());
        json.put("journalGaps", report.journalGaps());
        json.putObject("writers")
                .put("twoWriters", report.writers().twoWriters())
                .put("twoProcesses", report.writers().twoProcesses())
                .put("displaced", report.writers().displaced())
                .put("counted", report.writers().counted())
                .put("writtenAgain", report.writers().writtenAgain());
        ObjectNode stores = json.putObject("stores");
        for (StoreFigures store : report.stores()) {
            stores.putObject(store.store())
                    .put("positions", store.items())
                    .put("lost", store.lost())
                    .put("duplicates", store.duplicates())
                    .put("extra", store.extra())
                    .put("unanswered", store.unanswered())
                    .put("notInJournal", store.unknown())
                    .put("outOfOrder", store.outOfOrder());
        }
        return json;
    }
}

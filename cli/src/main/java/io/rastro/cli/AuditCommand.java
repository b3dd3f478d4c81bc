package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.cli.StoreColumns.Column;
import io.rastro.proving.verify.Items;
import io.rastro.proving.verify.ReceivedRange;
import io.rastro.proving.verify.StoreFigures;
import io.rastro.proving.verify.Verification;
import io.rastro.proving.verify.VerifyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares journal, Kafka, table and lake over a time range, without a ledger. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description =
                "Checks that what the journal has received in a time range, positions, Pix events and signals, is in"
                        + " Kafka, the Cassandra tables and the Parquet lake, and nothing else of that range is.",
        footer = {
            "",
            "lost: in the journal and not there. duplicates: there more than once (allowed in Kafka only, where an entity",
            "publishes again after a crash). not in journal: there, of that range by its own word, and not in the journal.",
            "The range is one of the time of receipt. It ends 30 s ago unless --to says otherwise: what was received",
            "later may still be on its way into the journal, which is read first, and would look as if it was not in it;",
            "writing takes at most some seconds, and the clocks of nodes differ.",
            "The whole journal and the whole tables are read (they lie by courier and account), Kafka from the range's first",
            "record on, and those objects of the lake that were written since an hour before the range.",
            "Exit 0 when nothing is lost, nothing is duplicated outside Kafka, no store has what the journal has not,",
            "the journal lacks no sequence number, and Kafka has each courier's and account's events in their order."
        })
final class AuditCommand implements Callable<Integer> {

    private static final Duration DEFAULT_RANGE = Duration.ofHours(1);

    private static final StoreColumns COLUMNS = new StoreColumns(
            "expected",
            List.of(
                    Column.shown("lost", "lost", StoreFigures::lost),
                    Column.shown("duplicates", "duplicates", StoreFigures::duplicates),
                    Column.shown("not in journal", "notInJournal", StoreFigures::extra),
                    Column.shown("out of order", "outOfOrder", StoreFigures::outOfOrder)));

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            converter = MomentText.class,
            description = "Where the range begins: an RFC 3339 instant, or so long ago, such as 6h"
                    + " (default: an hour before --to).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "WHEN",
            defaultValue = "30s",
            converter = MomentText.class,
            description = "Where it ends (exclusive), likewise (default: ${DEFAULT-VALUE} ago).")
    private Instant to;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "120s",
            description = "How long to wait for stores that are behind (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "The outcome as one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    AuditCommand() {}

    @Override
    public Integer call() throws IOException {
        ReceivedRange range = new ReceivedRange(from == null ? to.minus(DEFAULT_RANGE) : from, to);
        if (!range.from().isBefore(range.to())) {
            throw new ParameterException(spec.commandLine(), "--from must be before --to");
        }
        if (range.to().isAfter(Instant.now())) {
            throw new ParameterException(spec.commandLine(), "--to must not be in the future");
        }
        PrintWriter err = spec.commandLine().getErr();
        VerifyReport report = Verification.audit(range, system.runningEndpoints(), timeout, waiting -> {
            err.println("rastro audit: " + waiting);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? json(range, report) + "\n" : text(range, report));
        out.flush();
        return report.isGood() ? Rastro.DONE : Rastro.FAILED;
    }

    private static String text(ReceivedRange range, VerifyReport report) {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "received from %s to %s%n", range.from(), range.to()));
        text.append(COLUMNS.text(report));
        if (!report.cutOff().isEmpty()) {
            text.append("Kafka holds nothing older than the range in partitions ")
                    .append(report.cutOff())
                    .append(": what it has removed of the range counts as lost\n");
        }
        return text.append(Verdict.of(report)).toString();
    }

    private static ObjectNode json(ReceivedRange range, VerifyReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("ok", report.isGood());
        json.put("from", range.from().toString());
        json.put("to", range.to().toString());
        report.kinds().stream()
                .filter(kind -> kind.items() == Items.POSITIONS)
                .forEach(
                        positions -> json.put("positions", positions.expected()).put("events", positions.events()));
        json.put("journalGaps", report.journalGaps());
        COLUMNS.json(report, json);
        report.cutOff().forEach(json.putArray("kafkaPartitionsCutOff")::add);
        return json;
    }
}

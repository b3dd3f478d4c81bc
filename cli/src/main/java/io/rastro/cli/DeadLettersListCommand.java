package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The newest letters, a line each, and how many there are of each kind. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the newest dead letters, and counts all of them by source and reason.")
final class DeadLettersListCommand implements Callable<Integer> {

    private static final String LINE = "%-12s  %-20s  %-14s  %-7s  %7s  %8s  %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Option(names = "--source", paramLabel = "S", description = "Only those of this source, such as rastro-lake.")
    private @Nullable String source;

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = SinceText.class,
            description = "Only those from then on: an instant, or how long ago (90m).")
    private @Nullable Instant since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most lines, 0 to 100000 (default: ${DEFAULT-VALUE}); all are counted.")
    private int limit;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DeadLettersListCommand() {}

    @Override
    public Integer call() {
        if (limit < 0 || limit > 100_000) {
            throw new ParameterException(spec.commandLine(), "--limit must be between 0 and 100000");
        }
        try (LetterStores stores = LetterStores.open(system.runningEndpoints())) {
            LetterSummary summary = new LetterSummary(stores.marks(), limit);
            stores.reader().forEach(since, letter -> {
                if (source == null || source.equals(letter.letter().source())) {
                    summary.add(letter);
                }
            });
            summary.flush();
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? json(summary) + "\n" : text(summary));
            out.flush();
        }
        return Rastro.DONE;
    }

    private static String text(LetterSummary summary) {
        if (summary.all().letters == 0) {
            return "no dead letters\n";
        }
        StringBuilder text = new StringBuilder();
        if (!summary.lines().isEmpty()) {
            text.append(String.format(Locale.ROOT, LINE, "ID", "AT", "SOURCE", "STATE", "RETRIES", "BYTES", "REASON"));
        }
        for (LetterSummary.Line line : summary.lines()) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    line.id(),
                    line.at().truncatedTo(ChronoUnit.SECONDS),
                    line.source(),
                    line.retriedAt() == null ? "open" : "retried",
                    line.attempt(),
                    line.bytes(),
                    line.reason()));
        }
        text.append(String.format(
                Locale.ROOT, "%d letters, %d of them retried%n", summary.all().letters, summary.all().retried));
        summary.counts()
                .forEach((kind, count) -> text.append(String.format(
                        Locale.ROOT,
                        "%8d  %8d retried  %-14s  %s%n",
                        count.letters,
                        count.retried,
                        kind.source(),
                        kind.reason())));
        return text.toString();
    }

    private static ObjectNode json(LetterSummary summary) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("count", summary.all().letters).put("retried", summary.all().retried);
        ArrayNode letters = json.putArray("letters");
        for (LetterSummary.Line line : summary.lines()) {
            ObjectNode one = letters.addObject()
                    .put("id", line.id().toString())
                    .put("at", line.at().toString())
                    .put("source", line.source())
                    .put("reason", line.reason())
                    .put("bytes", line.bytes())
                    .put("attempt", line.attempt());
            Instant retriedAt = line.retriedAt();
            one.put("retriedAt", retriedAt == null ? null : retriedAt.toString());
        }
        ArrayNode kinds = json.putArray("summary");
        summary.counts()
                .forEach((kind, count) -> kinds.addObject()
                        .put("source", kind.source())
                        .put("reason", kind.reason())
                        .put("count", count.letters)
                        .put("retried", count.retried));
        return json;
    }
}

package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.chaos.ChaosReport;
import io.rastro.proving.chaos.Fault;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.verify.Items;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run of faults, for people and for programs. */
final class ChaosSummary {

    private ChaosSummary() {}

    static String text(ChaosReport report) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "seed %d: %d faults in %d s; %d positions and %d Pix events acknowledged, %d posts, %d retries, %d of them"
                        + " replayed%n%n",
                report.seed(),
                report.faults().size(),
                report.elapsed().toSeconds(),
                ChaosReport.acknowledged(report.loads()),
                ChaosReport.acknowledged(report.pixLoads()),
                sum(report, LoadReport::requests),
                sum(report, LoadReport::retries),
                sum(report, LoadReport::replays)));
        text.append(String.format(Locale.ROOT, "%-15s %8s %24s%n", "fault", "injected", "longest to accept again"));
        byFault(report)
                .forEach((fault, done) -> text.append(String.format(
                        Locale.ROOT, "%-15s %8d %24s%n", fault.id(), done.size(), seconds(longest(done)))));
        text.append('\n').append(VerifyCommand.text(report.verified()));
        text.append(String.format(Locale.ROOT, "sinks had everything %s%n", drained(report.drained())));
        report.peakResident().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(peak -> text.append(String.format(
                        Locale.ROOT, "most memory of %s: %d MiB%n", peak.getKey(), peak.getValue() >> 20)));
        nothing(text, Items.POSITIONS, report.loads());
        nothing(text, Items.PIX_EVENTS, report.pixLoads());
        unanswered(text, Items.POSITIONS, report.loads());
        unanswered(text, Items.PIX_EVENTS, report.pixLoads());
        return text.append(report.isGood() ? "nothing lost\n" : "NOT good\n").toString();
    }

    private static void nothing(StringBuilder text, Items items, List<LoadReport> loads) {
        if (!loads.isEmpty() && ChaosReport.acknowledged(loads) == 0) {
            text.append("no ").append(items.words()).append(" were acknowledged: nothing is proven of them\n");
        }
    }

    private static void unanswered(StringBuilder text, Items items, List<LoadReport> loads) {
        long unanswered = ChaosReport.unanswered(loads);
        if (unanswered > 0) {
            text.append(unanswered).append(' ').append(items.words()).append(" were never answered for\n");
            loads.forEach(load -> load.troubles().stream()
                    .filter(trouble -> trouble.startsWith("given up"))
                    .limit(3)
                    .forEach(trouble -> text.append("  ").append(trouble).append('\n')));
        }
    }

    static ObjectNode json(ChaosReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("ok", report.isGood());
        json.put("seed", report.seed());
        json.put("seconds", report.elapsed().toMillis() / 1e3);
        json.put("acknowledgedPositions", ChaosReport.acknowledged(report.loads()));
        json.put("unansweredPositions", ChaosReport.unanswered(report.loads()));
        json.put("acknowledgedPixEvents", ChaosReport.acknowledged(report.pixLoads()));
        json.put("unansweredPixEvents", ChaosReport.unanswered(report.pixLoads()));
        json.put("posts", sum(report, LoadReport::requests));
        json.put("retries", sum(report, LoadReport::retries));
        json.put("drainedAfterSeconds", inSeconds(report.drained()));
        ArrayNode faults = json.putArray("faults");
        for (ChaosReport.Done done : report.faults()) {
            faults.addObject()
                    .put("number", done.planned().number())
                    .put("fault", done.planned().fault().id())
                    .put("seconds", done.planned().hold().toMillis() / 1e3)
                    .put("detail", done.detail())
                    .put("acceptedAfterSeconds", inSeconds(done.acceptedAfter()));
        }
        ObjectNode peaks = json.putObject("peakResidentMiB");
        report.peakResident().forEach((process, bytes) -> peaks.put(process, bytes >> 20));
        json.set("verified", VerifyCommand.json(report.verified()));
        return json;
    }

    private static long sum(ChaosReport report, ToLongFunction<LoadReport> figure) {
        return report.everyLoad().stream().mapToLong(figure).sum();
    }

    private static Map<Fault, List<ChaosReport.Done>> byFault(ChaosReport report) {
        return report.faults().stream()
                .collect(Collectors.groupingBy(done -> done.planned().fault(), TreeMap::new, Collectors.toList()));
    }

    /** Null when it never did. */
    private static @Nullable Duration longest(List<ChaosReport.Done> done) {
        Duration longest = Duration.ZERO;
        for (ChaosReport.Done one : done) {
            Duration after = one.acceptedAfter();
            if (after == null) {
                return null;
            }
            longest = after.compareTo(longest) > 0 ? after : longest;
        }
        return longest;
    }

    private static String seconds(@Nullable Duration duration) {
        return duration == null ? "never" : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }

    private static String drained(@Nullable Duration after) {
        return after == null ? "NOT in time" : "after " + seconds(after);
    }

    private static @Nullable Double inSeconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1e3;
    }
}

package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.drill.Bound;
import io.rastro.proving.drill.DrillReport;
import io.rastro.proving.drill.Measured;
import io.rastro.proving.drill.PhaseFigures;
import io.rastro.proving.drill.StreamFigures;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.verify.VerifyReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** A drill, for people and for programs. */
final class DrillSummary {

    private DrillSummary() {}

    static String text(DrillReport report) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "drill %s: %d nodes, %.0f posts/s, %d couriers, %d watchers, %d s; %d positions acknowledged%n",
                report.name(),
                report.settings().nodes(),
                report.settings().rate(),
                report.settings().couriers(),
                report.settings().watchers(),
                report.elapsed().toSeconds(),
                report.load().accepted()));
        text.append(pix(report)).append('\n');
        section(text, "what was done", report.timeline());
        section(text, "attempts that failed", report.reasons());
        section(text, "posts that needed more than one retry (the first of them)", report.samples());
        phases(text, report.phases());
        streams(text, report.streams());
        for (Measured one : report.measured()) {
            text.append(String.format(Locale.ROOT, "%-60s %s%n", one.what(), figure(one)));
        }
        VerifyReport verified = report.verified();
        text.append('\n').append(verified == null ? "" : VerifyCommand.text(verified) + "\n");
        for (Bound bound : report.bounds()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-3s %-60s %s (%s)%n",
                    bound.holds() ? "ok" : "NOT",
                    bound.what(),
                    bound.figure(),
                    bound.limit()));
        }
        return text.append(verdict(report)).append('\n').toString();
    }

    private static String pix(DrillReport report) {
        LoadReport load = report.pix();
        return load == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "beside them %d Pix accounts, %.0f events/s; %d events acknowledged, %d retries%n",
                        report.settings().pixAccounts(),
                        report.settings().pixRate(),
                        load.acknowledged(),
                        load.retries());
    }

    private static String verdict(DrillReport report) {
        if (report.isGood()) {
            return "all bounds hold";
        }
        boolean onlyTime = report.bounds().stream().allMatch(bound -> bound.holds() || bound.timed());
        return onlyTime ? "NOT good: all bounds hold but some of time" : "NOT good";
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(title).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
            text.append('\n');
        }
    }

    private static void phases(StringBuilder text, List<PhaseFigures> phases) {
        if (phases.isEmpty()) {
            return;
        }
        text.append(String.format(
                Locale.ROOT,
                "%-8s %9s %9s %9s %9s %10s %10s%n",
                "posts",
                "answered",
                "p50 ms",
                "p99 ms",
                "max ms",
                "one retry",
                "failed"));
        for (PhaseFigures phase : phases) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s %9d %9.1f %9.1f %9.1f %10d %10d%n",
                    phase.phase().id(),
                    phase.requests(),
                    phase.p50Millis(),
                    phase.p99Millis(),
                    phase.maxMillis(),
                    phase.oneRetry(),
                    phase.failed()));
        }
        text.append('\n');
    }

    private static void streams(StringBuilder text, StreamFigures streams) {
        if (streams.watchers() == 0) {
            return;
        }
        text.append(String.format(
                Locale.ROOT,
                "streams: %d watchers, %d positions; missing %d, doubled %d, out of order %d, wrong %d, lagging %d%n",
                streams.watchers(),
                streams.expected(),
                streams.missing(),
                streams.doubled(),
                streams.outOfOrder(),
                streams.wrong(),
                streams.lagging()));
        text.append(String.format(
                Locale.ROOT,
                "  from answer to frame: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                streams.behind().getValueAtPercentile(50) / 1e3,
                streams.behind().getValueAtPercentile(99) / 1e3,
                streams.behind().getMaxValue() / 1e3));
        text.append(String.format(
                Locale.ROOT,
                "  longest without a frame %.1f s, longest without a connection %.2f s%n",
                streams.longestSilence().toMillis() / 1e3,
                streams.longestApart().toMillis() / 1e3));
        text.append("  connections ended: ").append(ends(streams)).append('\n');
        streams.troubles().forEach(line -> text.append("  ").append(line).append('\n'));
        text.append('\n');
    }

    private static String ends(StreamFigures streams) {
        return streams.ends().isEmpty()
                ? "none"
                : streams.ends().entrySet().stream()
                        .map(end -> end.getValue() + " × " + end.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String figure(Measured one) {
        Double value = one.value();
        return value == null
                ? "never"
                : String.format(Locale.ROOT, "%.1f %s", value, one.unit()).strip();
    }

    static ObjectNode json(DrillReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("ok", report.isGood());
        json.put("drill", report.name());
        json.put("nodes", report.settings().nodes());
        json.put("rate", report.settings().rate());
        json.put("couriers", report.settings().couriers());
        json.put("watchers", report.settings().watchers());
        json.put("seconds", report.elapsed().toMillis() / 1e3);
        json.put("acknowledgedPositions", report.load().accepted());
        json.put(
                "unansweredPositions",
                report.load().unanswered() + report.load().refused());
        pix(report, json);
        ArrayNode bounds = json.putArray("bounds");
        for (Bound bound : report.bounds()) {
            bounds.addObject()
                    .put("what", bound.what())
                    .put("figure", bound.figure())
                    .put("limit", bound.limit())
                    .put("holds", bound.holds())
                    .put("timed", bound.timed());
        }
        phases(json.putObject("phases"), report.phases());
        streams(json.putObject("streams"), report.streams());
        ArrayNode measured = json.putArray("measured");
        for (Measured one : report.measured()) {
            measured.addObject()
                    .put("what", one.what())
                    .put("value", one.value())
                    .put("unit", one.unit());
        }
        report.timeline().forEach(json.putArray("timeline")::add);
        report.reasons().forEach(json.putArray("failedAttempts")::add);
        report.samples().forEach(json.putArray("failedPosts")::add);
        json.put(
                "drainedAfterSeconds",
                report.drained() == null ? null : report.drained().toMillis() / 1e3);
        VerifyReport verified = report.verified();
        json.set("verified", verified == null ? null : VerifyCommand.json(verified));
        return json;
    }

    private static void pix(DrillReport report, ObjectNode json) {
        LoadReport load = report.pix();
        json.put("pixAccounts", report.settings().pixAccounts());
        json.put("pixRate", report.settings().pixRate());
        json.put("acknowledgedPixEvents", load == null ? 0 : load.acknowledged());
        json.put("unansweredPixEvents", load == null ? 0 : load.unanswered() + load.refused());
    }

    private static void phases(ObjectNode json, List<PhaseFigures> phases) {
        for (PhaseFigures phase : phases) {
            json.putObject(phase.phase().id())
                    .put("posts", phase.requests())
                    .put("p50Millis", phase.p50Millis())
                    .put("p99Millis", phase.p99Millis())
                    .put("maxMillis", phase.maxMillis())
                    .put("oneRetry", phase.oneRetry())
                    .put("failed", phase.failed());
        }
    }

    private static void streams(ObjectNode json, StreamFigures streams) {
        Histogram behind = streams.behind();
        json.put("watchers", streams.watchers())
                .put("positions", streams.expected())
                .put("missing", streams.missing())
                .put("doubled", streams.doubled())
                .put("outOfOrder", streams.outOfOrder())
                .put("wrong", streams.wrong())
                .put("lagging", streams.lagging())
                .put("p99MillisToFrame", behind.getValueAtPercentile(99) / 1e3)
                .put("maxMillisToFrame", behind.getMaxValue() / 1e3)
                .put("longestSilenceSeconds", streams.longestSilence().toMillis() / 1e3)
                .put("longestApartSeconds", streams.longestApart().toMillis() / 1e3);
        ObjectNode ends = json.putObject("connectionsEnded");
        streams.ends().forEach(ends::put);
    }
}

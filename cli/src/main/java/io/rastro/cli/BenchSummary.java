package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.bench.BenchReport;
import io.rastro.proving.bench.LiveReport;
import io.rastro.proving.bench.PhaseReport;
import io.rastro.proving.bench.PixReport;
import io.rastro.proving.load.LoadReport;
import java.time.Duration;
import java.util.Locale;

/** A benchmark's figures, for people and for programs. */
final class BenchSummary {

    private BenchSummary() {}

    static String text(BenchReport report) {
        StringBuilder text = new StringBuilder();
        report.phases().forEach(phase -> text.append(text(phase)).append('\n'));
        LiveReport live = report.live();
        if (live != null) {
            text.append(text(live)).append('\n');
        }
        if (report.liveFailure() != null) {
            text.append("live: not measured, ").append(report.liveFailure()).append("\n\n");
        }
        PixReport pix = report.pix();
        if (pix != null) {
            text.append(text(pix)).append('\n');
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "the driver alone: %.0f inserts/s into a table like the journal's%n",
                        report.rawInsertsPerSecond()))
                .toString();
    }

    private static String text(PhaseReport phase) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s (%d connections): %.0f posts/s, %.0f positions/s%n",
                phase.name(),
                phase.connections(),
                phase.load().requestsPerSecond(),
                phase.load().itemsPerSecond()));
        text.append("  ").append(LoadSummary.latency(phase.load().latency())).append('\n');
        appendRetries(text, phase.load());
        text.append("  committed by the sinks meanwhile:");
        phase.sunkPerSecond()
                .forEach((sink, rate) -> text.append(String.format(Locale.ROOT, " %s %.0f/s", sink, rate)));
        text.append('\n');
        text.append("  behind at the start: ").append(phase.before().lag());
        text.append(", at the end: ").append(phase.after().lag());
        text.append(", not yet in Kafka: ").append(phase.unpublished()).append('\n');
        Duration drained = phase.drained();
        text.append(
                drained == null
                        ? "  the sinks did not catch up\n"
                        : String.format(Locale.ROOT, "  the sinks had everything %.1f s later%n", seconds(drained)));
        text.append("  CPU seconds:");
        phase.cpuSeconds()
                .forEach((name, seconds) -> text.append(String.format(Locale.ROOT, " %s %.1f", name, seconds)));
        return text.append('\n').toString();
    }

    static String text(LiveReport live) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "live (%d couriers, %d watchers each): %.0f of %.0f posts/s%n",
                live.settings().couriers(),
                live.settings().watchers(),
                live.load().requestsPerSecond(),
                live.settings().postsPerSecond()));
        text.append("  on the WebSocket after the post was due, ")
                .append(LoadSummary.latency(live.latency()))
                .append('\n');
        text.append("  answered after the post was due, ")
                .append(LoadSummary.latency(live.load().latency()))
                .append('\n');
        text.append(String.format(
                Locale.ROOT,
                "  frames: %d expected, %d missing, %d out of order, %d duplicates%n",
                live.expected(),
                live.missing(),
                live.outOfOrder(),
                live.duplicates()));
        if (live.lagging() > 0) {
            text.append("  frames that said that others were left out: ")
                    .append(live.lagging())
                    .append('\n');
        }
        appendRetries(text, live.load());
        live.troubles().forEach(trouble -> text.append("  ").append(trouble).append('\n'));
        live.load()
                .troubles()
                .forEach(trouble -> text.append("  ").append(trouble).append('\n'));
        return text.toString();
    }

    private static String text(PixReport pix) {
        StringBuilder text = new StringBuilder();
        append(text, "single Pix events", pix.singles());
        append(text, "one Pix account", pix.hot());
        append(text, "Pix events while signals are read", pix.told());
        return text.append(String.format(
                        Locale.ROOT,
                        "  %d signals in a consumer's hands after their event was due, %s%n",
                        pix.signals().getTotalCount(),
                        LoadSummary.latency(pix.signals())))
                .toString();
    }

    private static void append(StringBuilder text, String name, LoadReport load) {
        text.append(String.format(Locale.ROOT, "%s: %.0f events/s%n", name, load.itemsPerSecond()));
        text.append("  ").append(LoadSummary.latency(load.latency())).append('\n');
        appendRetries(text, load);
        load.troubles().forEach(trouble -> text.append("  ").append(trouble).append('\n'));
    }

    private static void put(PixReport pix, ObjectNode json) {
        json.set("singles", LoadSummary.json(pix.singles(), "events", 0));
        json.set("hot", LoadSummary.json(pix.hot(), "events", 0));
        json.set("told", LoadSummary.json(pix.told(), "events", 0));
        ObjectNode signals = json.putObject("signals");
        signals.put("count", pix.signals().getTotalCount());
        signals.put("latencyFrom", "due");
        signals.set("latencyMs", LoadSummary.latencyJson(pix.signals()));
    }

    private static void appendRetries(StringBuilder text, LoadReport load) {
        if (load.retries() > 0 || !load.isComplete()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %d retries, %d refused, %d unanswered%n",
                    load.retries(),
                    load.refused(),
                    load.unanswered()));
        }
    }

    private static void put(LiveReport live, ObjectNode json) {
        json.put("couriers", live.settings().couriers());
        json.put("watchersEach", live.settings().watchers());
        json.put("rate", live.settings().postsPerSecond());
        json.set("load", LoadSummary.json(live.load(), "positions", 0));
        json.put("latencyFrom", "due");
        json.set("latencyMs", LoadSummary.latencyJson(live.latency()));
        json.put("expected", live.expected());
        json.put("missing", live.missing());
        json.put("outOfOrder", live.outOfOrder());
        json.put("duplicates", live.duplicates());
        json.put("lagging", live.lagging());
        live.troubles().forEach(json.putArray("troubles")::add);
    }

    static ObjectNode json(BenchReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        ArrayNode phases = json.putArray("phases");
        for (PhaseReport phase : report.phases()) {
            ObjectNode one = phases.addObject();
            one.put("name", phase.name());
            one.put("connections", phase.connections());
            one.put("batch", phase.batch());
            one.set("load", LoadSummary.json(phase.load(), "positions", 0));
            ObjectNode before = one.putObject("lagBefore");
            phase.before().lag().forEach(before::put);
            ObjectNode after = one.putObject("lagAfter");
            phase.after().lag().forEach(after::put);
            ObjectNode sunk = one.putObject("sunkPerSecond");
            phase.sunkPerSecond().forEach((sink, rate) -> sunk.put(sink, Math.round(rate)));
            one.put("unpublished", phase.unpublished());
            Duration drained = phase.drained();
            if (drained != null) {
                one.put("drainSeconds", seconds(drained));
            }
            ObjectNode cpu = one.putObject("cpuSeconds");
            phase.cpuSeconds().forEach((name, seconds) -> cpu.put(name, Math.round(seconds * 100) / 100.0));
        }
        LiveReport live = report.live();
        if (live != null) {
            put(live, json.putObject("live"));
        }
        if (report.liveFailure() != null) {
            json.put("liveFailure", report.liveFailure());
        }
        PixReport pix = report.pix();
        if (pix != null) {
            put(pix, json.putObject("pix"));
        }
        json.put("rawInsertsPerSecond", Math.round(report.rawInsertsPerSecond()));
        return json;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}

package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.load.LoadReport;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A load's figures, for people and for programs. */
final class LoadSummary {

    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private LoadSummary() {}

    /** @param items what was sent, in one word */
    static String text(LoadReport report, String items, long unreadable) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "accepted %d, duplicates %d, rejected %d%n",
                report.accepted(),
                report.duplicates(),
                report.rejected()));
        if (!report.isComplete() || unreadable > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "NOT acknowledged: %d in refused requests, %d unanswered, %d unreadable rows%n",
                    report.refused(),
                    report.unanswered(),
                    unreadable));
        }
        text.append(String.format(
                Locale.ROOT,
                "%d requests in %.1f s: %.0f requests/s, %.0f %s/s; %d retries, %d replayed%n",
                report.requests(),
                report.elapsed().toMillis() / 1e3,
                report.requestsPerSecond(),
                report.itemsPerSecond(),
                items,
                report.retries(),
                report.replays()));
        return text.append(latency(report.latency())).append('\n').toString();
    }

    static String latency(Histogram latency) {
        StringBuilder text = new StringBuilder("latency ms:");
        for (double percentile : PERCENTILES) {
            text.append(String.format(
                    Locale.ROOT, " p%s %.1f,", name(percentile), latency.getValueAtPercentile(percentile) / 1e3));
        }
        return text.append(String.format(Locale.ROOT, " max %.1f", latency.getMaxValue() / 1e3))
                .toString();
    }

    /** @param items what was sent, in one word */
    static ObjectNode json(LoadReport report, String items, long unreadable) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("accepted", report.accepted());
        json.put("duplicates", report.duplicates());
        json.put("rejected", report.rejected());
        json.put("refused", report.refused());
        json.put("unanswered", report.unanswered());
        json.put("unreadable", unreadable);
        json.put("requests", report.requests());
        json.put("retries", report.retries());
        json.put("replayed", report.replays());
        json.put("seconds", report.elapsed().toMillis() / 1e3);
        json.put("requestsPerSecond", Math.round(report.requestsPerSecond()));
        json.put(items + "PerSecond", Math.round(report.itemsPerSecond()));
        json.set("latencyMs", latencyJson(report.latency()));
        return json;
    }

    static ObjectNode latencyJson(Histogram latency) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        for (double percentile : PERCENTILES) {
            json.put("p" + name(percentile), latency.getValueAtPercentile(percentile) / 1e3);
        }
        return json.put("max", latency.getMaxValue() / 1e3);
    }

    private static String name(double percentile) {
        return percentile == Math.rint(percentile) ? Long.toString((long) percentile) : Double.toString(percentile);
    }
}

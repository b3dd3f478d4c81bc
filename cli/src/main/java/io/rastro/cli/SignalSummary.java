package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.fraud.SignalFigures;
import java.util.Locale;

/** How signals and marks agree, for people and for programs. */
final class SignalSummary {

    private SignalSummary() {}

    static String text(SignalReading reading) {
        SignalFigures figures = reading.figures();
        if (figures == null) {
            return "signals were not read: " + reading.whyNot() + '\n';
        }
        StringBuilder text = new StringBuilder();
        text.append(line("%d payments, %d marked as fraud", figures.payments(), figures.marked()));
        if (figures.unreadable() > 0) {
            text.append(line("%d records of the signals' topic cannot be read", figures.unreadable()));
        }
        text.append(line("%-7s %9s %9s %9s %9s", "score", "flagged", "marked", "precision", "recall"));
        for (SignalFigures.Threshold at : figures.curve()) {
            text.append(line(
                    ">= %.1f  %9d %9d %9s %9s",
                    at.score(), at.flagged(), at.right(), share(at.precision()), share(at.recall())));
        }
        int width = figures.rules().stream()
                .mapToInt(rule -> rule.rule().length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(4, width) + "s %9s %9s";
        text.append(line(row, "rule", "flagged", "marked"));
        for (SignalFigures.RuleCount rule : figures.rules()) {
            text.append(line(row, rule.rule(), rule.flagged(), rule.right()));
        }
        return text.toString();
    }

    /** Null in it stands for a share of nothing. */
    static ObjectNode json(SignalReading reading) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        SignalFigures figures = reading.figures();
        json.put("read", figures != null);
        if (figures == null) {
            return json.put("whyNot", reading.whyNot());
        }
        json.put("payments", figures.payments());
        json.put("marked", figures.marked());
        json.put("unreadable", figures.unreadable());
        ArrayNode curve = json.putArray("byScore");
        for (SignalFigures.Threshold at : figures.curve()) {
            ObjectNode point = curve.addObject()
                    .put("score", at.score())
                    .put("flagged", at.flagged())
                    .put("marked", at.right());
            putShare(point, "precision", at.precision());
            putShare(point, "recall", at.recall());
        }
        ArrayNode rules = json.putArray("byRule");
        for (SignalFigures.RuleCount rule : figures.rules()) {
            rules.addObject()
                    .put("rule", rule.rule())
                    .put("flagged", rule.flagged())
                    .put("marked", rule.right());
        }
        return json;
    }

    private static void putShare(ObjectNode json, String name, double share) {
        json.put(name, Double.isNaN(share) ? null : share);
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.3f", share);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).stripTrailing() + '\n';
    }
}

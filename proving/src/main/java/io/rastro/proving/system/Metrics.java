package io.rastro.proving.system;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** A node's {@code /metrics}: the samples of each name, added up over their labels. */
public record Metrics(Map<String, Double> sums) {

    /** @param text in Prometheus' text format */
    public static Metrics parse(String text) {
        Map<String, Double> sums = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            int labels = line.indexOf('{');
            int afterLabels = labels < 0 ? line.indexOf(' ') : line.lastIndexOf('}') + 1;
            if (afterLabels <= 0) {
                return;
            }
            String name = line.substring(0, labels < 0 ? afterLabels : labels);
            String value = line.substring(afterLabels).strip().split(" ", 2)[0];
            sums.merge(name, number(value), Double::sum);
        });
        return new Metrics(sums);
    }

    public OptionalDouble sum(String name) {
        Double sum = sums.get(name);
        return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}

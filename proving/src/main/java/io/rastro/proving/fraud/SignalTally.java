package io.rastro.proving.fraud;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Counts signals against marks. The same signal once more counts once, so that topics may be read from their beginning. */
final class SignalTally {

    private static final int STEPS_OF_ONE = 10;
    private static final int LOWEST_STEP = 5;

    private final FraudMarks marks;
    private final List<String> rules = new ArrayList<>();
    private final Map<Integer, Flagged> flaggedByLine = new HashMap<>();

    private static final class Flagged {
        double score;
        final BitSet byRules = new BitSet();
    }

    SignalTally(FraudMarks marks) {
        this.marks = marks;
    }

    /** What is not of the file is passed over; a return is not the payment that goes back. */
    void add(TracedPixSignal traced) {
        PixItem item = traced.item();
        int line = item.kind() == PixKind.ESTORNO ? 0 : marks.lineOf(traced.accountId(), item.endToEndId());
        if (line > 0) {
            Flagged flagged = flaggedByLine.computeIfAbsent(line, any -> new Flagged());
            flagged.score = Math.max(flagged.score, traced.signal().score());
            flagged.byRules.set(placeOf(traced.signal().rule()));
        }
    }

    /** @param unreadable records of the topic that could not be read */
    SignalFigures figures(long unreadable) {
        List<SignalFigures.Threshold> curve = IntStream.rangeClosed(LOWEST_STEP, STEPS_OF_ONE)
                .mapToObj(step -> threshold(step / (double) STEPS_OF_ONE))
                .toList();
        List<SignalFigures.RuleCount> byRule = IntStream.range(0, rules.size())
                .mapToObj(this::rule)
                .sorted(Comparator.comparing(SignalFigures.RuleCount::rule))
                .toList();
        return new SignalFigures(marks.payments(), marks.frauds(), curve, byRule, unreadable);
    }

    private SignalFigures.Threshold threshold(double score) {
        long flagged = 0;
        long right = 0;
        for (Map.Entry<Integer, Flagged> each : flaggedByLine.entrySet()) {
            if (each.getValue().score >= score) {
                flagged++;
                right += marks.isFraud(each.getKey()) ? 1 : 0;
            }
        }
        return new SignalFigures.Threshold(score, flagged, right, marks.frauds());
    }

    private SignalFigures.RuleCount rule(int place) {
        long flagged = 0;
        long right = 0;
        for (Map.Entry<Integer, Flagged> each : flaggedByLine.entrySet()) {
            if (each.getValue().byRules.get(place)) {
                flagged++;
                right += marks.isFraud(each.getKey()) ? 1 : 0;
            }
        }
        return new SignalFigures.RuleCount(rules.get(place), flagged, right);
    }

    private int placeOf(String rule) {
        int place = rules.indexOf(rule);
        if (place < 0) {
            rules.add(rule);
        }
        return place < 0 ? rules.size() - 1 : place;
    }
}

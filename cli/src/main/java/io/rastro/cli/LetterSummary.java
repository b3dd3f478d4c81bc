package io.rastro.cli;

import io.rastro.sinks.letters.LetterId;
import io.rastro.sinks.letters.LetterMarks;
import io.rastro.sinks.letters.StoredLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts letters by source and reason and keeps the newest of them, without their originals. Not thread-safe. */
final class LetterSummary {

    private static final int MARKS_AT_A_TIME = 200;
    private static final int MAX_REASONS = 1_000;
    private static final String OTHER = "(other reasons)";

    /** A letter as it is listed. @param retriedAt null: it was not put back */
    record Line(
            LetterId id,
            Instant at,
            String source,
            String reason,
            long bytes,
            int attempt,
            @Nullable Instant retriedAt) {}

    record Kind(String source, String reason) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return Comparator.comparing(Kind::source)
                    .thenComparing(Kind::reason)
                    .compare(this, other);
        }
    }

    static final class Count {
        long letters;
        long retried;
    }

    private final LetterMarks marks;
    private final int limit;
    private final List<StoredLetter> waiting = new ArrayList<>();
    private final PriorityQueue<Line> newest = new PriorityQueue<>(Comparator.comparing(Line::at));
    private final Map<Kind, Count> counts = new TreeMap<>();
    private final Count all = new Count();

    LetterSummary(LetterMarks marks, int limit) {
        this.marks = marks;
        this.limit = limit;
    }

    void add(StoredLetter letter) {
        waiting.add(letter);
        if (waiting.size() >= MARKS_AT_A_TIME) {
            flush();
        }
    }

    /** To be called at the end. */
    void flush() {
        Map<LetterId, Instant> retried = marks.of(waiting);
        for (StoredLetter letter : waiting) {
            count(letter, retried.get(letter.id()));
        }
        waiting.clear();
    }

    private void count(StoredLetter stored, @Nullable Instant retriedAt) {
        String source = stored.letter().source();
        String reason = stored.letter().reason();
        Kind kind = new Kind(source, reason);
        if (!counts.containsKey(kind) && counts.size() >= MAX_REASONS) {
            kind = new Kind(source, OTHER);
        }
        for (Count count : List.of(all, counts.computeIfAbsent(kind, first -> new Count()))) {
            count.letters++;
            count.retried += retriedAt == null ? 0 : 1;
        }
        newest.add(new Line(
                stored.id(), stored.letter().at(), source, reason, stored.originalSize(), stored.attempt(), retriedAt));
        if (newest.size() > limit) {
            newest.remove();
        }
    }

    /** The newest ones, oldest first. */
    List<Line> lines() {
        return newest.stream()
                .sorted(Comparator.comparing(Line::at)
                        .thenComparing(line -> line.id().partition())
                        .thenComparing(line -> line.id().offset()))
                .toList();
    }

    Map<Kind, Count> counts() {
        return counts;
    }

    Count all() {
        return all;
    }
}

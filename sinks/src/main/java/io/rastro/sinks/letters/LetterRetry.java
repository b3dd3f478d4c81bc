package io.rastro.sinks.letters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Puts letters back, some at a time: those that were put back before are left out; each is marked once Kafka has its
 * copy. Who is killed in between leaves copies without a mark, which come again the next time: the sinks take each event
 * once. Not thread-safe.
 */
public final class LetterRetry {

    private static final int LETTERS_AT_A_TIME = 200;
    private static final long BYTES_AT_A_TIME = 8 << 20;

    private final PutBack putBack;
    private final LetterMarks marks;
    private final boolean dryRun;
    private final BiConsumer<StoredLetter, String> refused;
    private final List<StoredLetter> waiting = new ArrayList<>();
    private long waitingBytes;
    private long done;
    private long before;
    private long refusals;

    /**
     * @param dryRun nothing is put back nor marked, only counted
     * @param refused told of each letter that cannot be put back, and why
     */
    public LetterRetry(PutBack putBack, LetterMarks marks, boolean dryRun, BiConsumer<StoredLetter, String> refused) {
        this.putBack = putBack;
        this.marks = marks;
        this.dryRun = dryRun;
        this.refused = refused;
    }

    public void add(StoredLetter letter) {
        waiting.add(letter);
        waitingBytes += letter.letter().original().length;
        if (waiting.size() >= LETTERS_AT_A_TIME || waitingBytes >= BYTES_AT_A_TIME) {
            flush();
        }
    }

    /** To be called at the end. */
    public void flush() {
        Map<LetterId, Instant> retried = marks.of(waiting);
        List<StoredLetter> due = new ArrayList<>();
        for (StoredLetter letter : waiting) {
            if (retried.containsKey(letter.id())) {
                before++;
            } else {
                checked(letter).ifPresent(due::add);
            }
        }
        if (!dryRun && !due.isEmpty()) {
            putBack.send(due);
            marks.mark(due, Instant.now());
        }
        done += due.size();
        waiting.clear();
        waitingBytes = 0;
    }

    private Optional<StoredLetter> checked(StoredLetter letter) {
        Optional<String> why = putBack.refusal(letter);
        why.ifPresent(reason -> {
            refusals++;
            refused.accept(letter, reason);
        });
        return why.isPresent() ? Optional.empty() : Optional.of(letter);
    }

    /** Letters that were put back, or would be. */
    public long done() {
        return done;
    }

    /** Letters that had been put back before. */
    public long before() {
        return before;
    }

    public long refusals() {
        return refusals;
    }
}

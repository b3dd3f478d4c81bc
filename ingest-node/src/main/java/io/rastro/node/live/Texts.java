package io.rastro.node.live;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Frames as texts. Those who watch the same thing are sent the same frames within a moment: the newest of them are kept, so
 * that a node makes the text of one once for all of them, wherever its entity is. Thread-safe.
 */
public final class Texts<F> {

    /** With {@link #USUAL_BYTES} a megabyte, of usual positions 400 KiB. */
    private static final int KEPT = 1024;

    /** More than a position has. */
    public static final int USUAL_BYTES = 1024;

    private final Function<F, byte[]> toJson;
    private final int maxKept;
    private final AtomicReferenceArray<Kept<F>> kept = new AtomicReferenceArray<>(KEPT);

    private record Kept<F>(F frame, Text text) {}

    /** @param toJson the same bytes for equal frames */
    public Texts(Function<F, byte[]> toJson) {
        this(toJson, USUAL_BYTES);
    }

    /** @param maxKept bytes of a text that is kept */
    Texts(Function<F, byte[]> toJson, int maxKept) {
        this.toJson = toJson;
        this.maxKept = maxKept;
    }

    public Text of(F frame) {
        int hash = frame.hashCode();
        int place = (hash ^ hash >>> 16) & KEPT - 1;
        Kept<F> before = kept.get(place);
        if (before != null && before.frame().equals(frame)) {
            return before.text();
        }
        Text text = Text.of(toJson.apply(frame));
        if (text.size() <= maxKept) {
            kept.set(place, new Kept<>(frame, text));
        }
        return text;
    }
}

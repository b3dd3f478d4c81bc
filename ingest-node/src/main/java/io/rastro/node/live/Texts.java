package io.rastro.node.live;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Frames as texts. Those who watch the same thing are sent the same frames within a moment: the newest of them are kept, so
 * that a node makes the text of one once for all of them, wherever its courier is. Thread-safe.
 */
public final class Texts<F> {

    /** With {@link #MAX_KEPT} a megabyte, of usual positions 400 KiB. */
    private static final int KEPT = 1024;
    /** Bytes of a text that is kept. */
    private static final int MAX_KEPT = 1024;

    private final Function<F, byte[]> toJson;
    private final AtomicReferenceArray<Kept<F>> kept = new AtomicReferenceArray<>(KEPT);

    private record Kept<F>(F frame, Text text) {}

    /** @param toJson the same bytes for equal frames */
    public Texts(Function<F, byte[]> toJson) {
        this.toJson = toJson;
    }

    public Text of(F frame) {
        int hash = frame.hashCode();
        int place = (hash ^ hash >>> 16) & KEPT - 1;
        Kept<F> before = kept.get(place);
        if (before != null && before.frame().equals(frame)) {
            return before.text();
        }
        Text text = Text.of(toJson.apply(frame));
        if (text.size() <= MAX_KEPT) {
            kept.set(place, new Kept<>(frame, text));
        }
        return text;
    }
}

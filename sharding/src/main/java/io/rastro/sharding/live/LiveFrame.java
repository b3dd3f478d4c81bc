package io.rastro.sharding.live;

/** What a watcher is shown. */
public sealed interface LiveFrame {

    /** What the entity recorded; each kind of entity has its own, made by its {@link LiveItems}. Equal when it is the same. */
    non-sealed interface Item extends LiveFrame {

        /** Its place in the journal. */
        Cursor cursor();
    }

    /** Nothing happened for a while; the connection is alive. */
    record Heartbeat() implements LiveFrame {}

    /**
     * The watcher was too slow: the items after {@code from} up to and with {@code to} were left out (history has them).
     */
    record Lagging(Cursor from, Cursor to) implements LiveFrame {}
}

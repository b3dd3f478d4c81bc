package io.rastro.protocol.tracker;

/** Takes what a message says, one field after another, in the order in which it says them. */
interface Fields {

    /**
     * One field. Numbers and truth values come as they were written.
     *
     * @param name within an object within the message {@code outer.inner}
     * @param value never empty; of a list its values with commas between them
     */
    void field(String name, String value);

    /** Something that has no name or no value of this shape. */
    void leftOut();
}

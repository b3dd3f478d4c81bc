package io.rastro.proving.load;

/**
 * One POST to be made.
 *
 * @param lane what must stay in order: no two batches of a lane are under way at the same time
 */
record Batch(Lane lane, Content content) {

    /** A line of requests one after the other; its owner knows more about it. */
    interface Lane {}
}

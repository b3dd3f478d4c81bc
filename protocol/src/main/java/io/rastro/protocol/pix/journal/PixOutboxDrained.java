package io.rastro.protocol.pix.journal;

/**
 * Written before passivation: everything before this event is published, so that a recovery need not publish it again.
 *
 * @param publishedUpTo see {@link PixEvent#publishedUpTo()}
 */
public record PixOutboxDrained(long publishedUpTo) implements PixEvent {}

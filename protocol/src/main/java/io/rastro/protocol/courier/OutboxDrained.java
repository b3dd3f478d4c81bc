package io.rastro.protocol.courier;

/**
 * Written before passivation: everything before this event is published, so that a recovery need not publish it again.
 *
 * @param publishedUpTo see {@link CourierEvent#publishedUpTo()}
 */
public record OutboxDrained(long publishedUpTo) implements CourierEvent {}

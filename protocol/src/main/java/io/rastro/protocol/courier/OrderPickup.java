package io.rastro.protocol.courier;

/**
 * From this position on the courier serves another order than before. Decided once, when the position is recorded, and journaled
 * with it.
 *
 * @param index the place of the position within its event
 * @param orderId same rule as {@link CourierId}; one that does not follow it is in the position only
 */
public record OrderPickup(int index, String orderId) {}

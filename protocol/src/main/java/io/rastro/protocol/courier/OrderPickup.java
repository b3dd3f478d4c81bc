package io.rastro.protocol.courier;

/**
 * This position names another order than the courier served before. Decided once, when the position is recorded, and journaled
 * with it.
 *
 * @param index the place of the position within its event
 * @param orderId same rule as {@link CourierId}; one that does not follow it is in the position only
 */
public record OrderPickup(int index, String orderId) {}

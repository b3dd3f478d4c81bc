package io.rastro.protocol.courier;

import org.jspecify.annotations.Nullable;

/**
 * Which order a courier serves.
 *
 * @param assigned the order of positions that name none; null: those serve none
 * @param assignedAtMillis since when it is assigned, epoch milliseconds, UTC: fixes from long before are not about it; 0 when none is
 * @param serving the order of the last position, or the one that was assigned after it; null when it serves none
 */
public record ServedOrder(
        @Nullable String assigned,
        long assignedAtMillis,
        @Nullable String serving) {

    public static final ServedOrder NONE = new ServedOrder(null, 0, null);
}

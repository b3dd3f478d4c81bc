package io.rastro.protocol.courier;

/**
 * How much one request may carry. A body that has more items, or inflates to more, is refused as a whole; an item that
 * has more of the rest is refused alone.
 *
 * @param maxItems positions in a body
 * @param maxAttributes entries of {@code attributes} in a position
 * @param maxAttributeKeyLength UTF-16 characters
 * @param maxAttributeValueLength UTF-16 characters
 * @param maxOrderIdLength UTF-16 characters
 * @param maxInflatedBytes what the compressed blocks of an Avro container may come to in all
 */
public record PositionLimits(
        int maxItems,
        int maxAttributes,
        int maxAttributeKeyLength,
        int maxAttributeValueLength,
        int maxOrderIdLength,
        int maxInflatedBytes) {

    public static final PositionLimits DEFAULT = new PositionLimits(10_000, 32, 64, 256, 128, 16 << 20);

    public PositionLimits {
        if (maxItems < 1
                || maxAttributes < 0
                || maxAttributeKeyLength < 0
                || maxAttributeValueLength < 0
                || maxOrderIdLength < 0
                || maxInflatedBytes < 1) {
            throw new IllegalArgumentException("limits of a request must be positive");
        }
    }
}

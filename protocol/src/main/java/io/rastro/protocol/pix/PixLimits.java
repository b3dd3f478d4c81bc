package io.rastro.protocol.pix;

/**
 * How much one request may carry; one with more is refused as a whole. What a single text may have is in the rules of its
 * field.
 *
 * @param maxItems events, or the {@code pix} of a callback
 * @param maxReturns {@code devolucoes} of all the {@code pix} of a callback together
 */
public record PixLimits(int maxItems, int maxReturns) {

    public static final PixLimits DEFAULT = new PixLimits(10_000, 10_000);

    public PixLimits {
        if (maxItems < 1 || maxReturns < 1) {
            throw new IllegalArgumentException("limits of a request must be positive");
        }
    }
}

package io.rastro.protocol.pix.iso;

/**
 * How much one body may hold. One that holds more is refused as a whole, as soon as that is seen.
 *
 * @param maxBytes of the body
 * @param maxTransactions in the message
 * @param maxElements in the body, known or not
 * @param maxNames different ones of elements, attributes and prefixes; a pacs.008 of the SPI has some 60
 * @param maxDepth of elements in elements; the root is 1
 * @param maxAttributes of one element, namespace declarations among them
 * @param maxTextLength of an attribute, and of text between two tags: UTF-16 characters
 */
public record IsoLimits(
        int maxBytes,
        int maxTransactions,
        int maxElements,
        int maxNames,
        int maxDepth,
        int maxAttributes,
        int maxTextLength) {

    /** A transaction of the SPI takes some 50 elements and 1,500 bytes. */
    public static final IsoLimits DEFAULT = new IsoLimits(16 << 20, 10_000, 1_000_000, 1000, 32, 16, 4096);

    public IsoLimits {
        if (maxBytes < 1
                || maxTransactions < 1
                || maxElements < 1
                || maxNames < 1
                || maxDepth < 1
                || maxAttributes < 1
                || maxTextLength < 1) {
            throw new IllegalArgumentException("limits of a body must be positive");
        }
    }
}

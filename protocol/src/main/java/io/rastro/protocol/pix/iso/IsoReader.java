package io.rastro.protocol.pix.iso;

/**
 * Reads pacs.008 and pacs.004 as the SPI sends them: an {@code Envelope} in {@code https://www.bcb.gov.br/pi/pacs.008/}
 * with any version; or a {@code Document} alone in {@code urn:iso:std:iso:20022:tech:xsd:pacs.008.001.} with any. Elements
 * of other namespaces, and those that it does not know, are passed over.
 *
 * <p>A transaction that is wrong is named in the result and spoils no other. What spoils the body: what is no
 * well-formed XML 1.0 in UTF-8 or UTF-16; a DOCTYPE, an entity, a processing instruction; another message; a header that
 * does not count the transactions that are there; more than {@link IsoLimits} allow.
 *
 * <p>Does not check the signature in {@code Sgntr}: that a message is the SPI's is known from the mutual TLS over which it
 * came and from the HSM in front. Nor does it check the message against its schema: what is not taken may be anything.
 *
 * <p>Immutable; any thread.
 */
public final class IsoReader {

    private final IsoLimits limits;
    private final HardenedXml xml;

    public IsoReader(IsoLimits limits) {
        this.limits = limits;
        this.xml = new HardenedXml(limits);
    }

    /**
     * @param body inflated by the caller; not kept
     * @throws UnreadableXmlException when nothing can be taken from the body, or it holds too much
     */
    public IsoMessage read(byte[] body, int offset, int length) throws UnreadableXmlException {
        if (length > limits.maxBytes()) {
            throw UnreadableXmlException.tooLarge("the body has more than " + limits.maxBytes() + " bytes");
        }
        if (length == 0) {
            throw UnreadableXmlException.malformed("the body is empty");
        }
        try (XmlCursor in = xml.open(body, offset, length)) {
            return MessageReading.read(in, limits);
        }
    }
}

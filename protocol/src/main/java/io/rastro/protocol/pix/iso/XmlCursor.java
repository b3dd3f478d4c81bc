package io.rastro.protocol.pix.iso;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Walks the elements of a body, each once, and counts what its {@link IsoLimits} bound on the way, also in what is passed
 * over. An element is at hand from {@link #nextChild} on until {@link #text}, {@link #skip}, or its own
 * {@code nextChild} that answers false has read it to its end.
 */
final class XmlCursor implements AutoCloseable {

    private static final int MAX_NAME_LENGTH = 128;

    private final XMLStreamReader2 in;
    private final IsoLimits limits;
    private final Set<String> names = new HashSet<>();
    private @Nullable String namespace;
    private int depth;
    private int elements;
    private int textLength;

    XmlCursor(XMLStreamReader2 in, IsoLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Goes to the root, whose namespace is from now on the only one of which names are taken. */
    void toRoot() throws UnreadableXmlException {
        int event = next();
        while (event != XMLStreamConstants.START_ELEMENT) {
            event = next();
        }
        namespace = in.getNamespaceURI();
    }

    /** Of the root; empty when it is in none. */
    String namespace() {
        return Objects.requireNonNullElse(namespace, "");
    }

    /** Goes to the next element in the one at hand; false when that has no more, and is at its end. */
    boolean nextChild() throws UnreadableXmlException {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
    }

    /** Local name of the element at hand; null when it is in a namespace other than the root's. */
    @Nullable
    String name() {
        return Objects.equals(namespace, in.getNamespaceURI()) ? in.getLocalName() : null;
    }

    /** Of the element at hand, in no namespace as XML has it for attributes without a prefix; null when absent. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String uri = in.getAttributeNamespace(i);
            if (in.getAttributeLocalName(i).equals(name) && (uri == null || uri.isEmpty())) {
                return in.getAttributeValue(i);
            }
        }
        return null;
    }

    /**
     * The text of the element at hand, CDATA as good as any other. Null when there are elements or comments in it: what
     * its text is then depends on who reads it.
     */
    @Nullable
    String text() throws UnreadableXmlException {
        StringBuilder text = new StringBuilder();
        boolean plain = true;
        for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    plain = false;
                    skip();
                }
                case XMLStreamConstants.COMMENT -> plain = false;
                default -> text.append(in.getTextCharacters(), in.getTextStart(), in.getTextLength());
            }
        }
        return plain ? text.toString() : null;
    }

    /** Passes over the rest of the element at hand. */
    void skip() throws UnreadableXmlException {
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    /** After the root: there is nothing more but space and comments. */
    void toEnd() throws UnreadableXmlException {
        int event = next();
        while (event != XMLStreamConstants.END_DOCUMENT) {
            event = next();
        }
    }

    private int next() throws UnreadableXmlException {
        int event = advance();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> started();
            case XMLStreamConstants.END_ELEMENT -> {
                depth--;
                textLength = 0;
            }
            case XMLStreamConstants.DTD -> throw forbidden("a DOCTYPE");
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> throw forbidden("a processing instruction");
            default -> {
                if (textLength > limits.maxTextLength()) {
                    throw tooLarge("text of more than " + limits.maxTextLength() + " characters");
                }
            }
        }
        return event;
    }

    /** Text is read when its length is asked for. */
    private int advance() throws UnreadableXmlException {
        try {
            int event = in.next();
            if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                textLength += in.getTextLength();
            }
            return event;
        } catch (XMLStreamException e) {
            throw HardenedXml.refusal(e, limits);
        } catch (RuntimeException e) { // of a foreign parser on hostile bytes: no reason to answer with an outage
            throw UnreadableXmlException.malformed("the body is not well-formed XML");
        }
    }

    private void started() throws UnreadableXmlException {
        depth++;
        elements++;
        textLength = 0;
        if (depth > limits.maxDepth()) {
            throw tooLarge("elements nested deeper than " + limits.maxDepth());
        }
        if (elements > limits.maxElements()) {
            throw tooLarge("more than " + limits.maxElements() + " elements");
        }
        if (in.getAttributeCount() + in.getNamespaceCount() > limits.maxAttributes()) {
            throw HardenedXml.tooManyAttributes(limits, HardenedXml.at(in.getLocation()));
        }
        observeNames();
    }

    /**
     * The parser looks a name up by a hash that a sender can foresee: many of one hash cost the square of their number,
     * times what they are long.
     */
    private void observeNames() throws UnreadableXmlException {
        observeName(in.getLocalName());
        observeName(in.getPrefix());
        for (int i = 0; i < in.getAttributeCount(); i++) {
            observeName(in.getAttributeLocalName(i));
            observeName(in.getAttributePrefix(i));
        }
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            observeName(in.getNamespacePrefix(i));
        }
    }

    private void observeName(@Nullable String name) throws UnreadableXmlException {
        if (name == null) {
            return;
        }
        names.add(name);
        if (names.size() > limits.maxNames() || name.length() > MAX_NAME_LENGTH) {
            throw tooLarge("more than " + limits.maxNames() + " different names, or one longer than " + MAX_NAME_LENGTH
                    + " characters");
        }
    }

    private UnreadableXmlException tooLarge(String what) {
        return UnreadableXmlException.tooLarge("the body has " + what + HardenedXml.at(in.getLocation()));
    }

    private UnreadableXmlException forbidden(String what) {
        return UnreadableXmlException.malformed("the body must not have " + what + HardenedXml.at(in.getLocation()));
    }

    /** Gives the parser's buffers back. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a parser of bytes in memory has nothing to close", e);
        }
    }
}

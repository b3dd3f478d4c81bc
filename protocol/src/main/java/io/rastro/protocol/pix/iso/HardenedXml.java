package io.rastro.protocol.pix.iso;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxEOFException;
import com.ctc.wstx.exc.WstxException;
import com.ctc.wstx.exc.WstxIOException;
import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.util.SymbolTable;
import java.io.ByteArrayInputStream;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * A parser that reads what is in the body and nothing else: no DTD, no entities but those of XML itself, no file, no
 * network. Keeps no name that a sender used for the next one. Thread-safe.
 */
final class HardenedXml {

    private static final Set<String> ENCODINGS = Set.of("UTF-8", "UTF-16BE", "UTF-16LE");
    private static final String BAD_ENCODING = "the body must be valid UTF-8 or UTF-16";

    private final WstxInputFactory factory = new ForgetfulFactory();
    private final IsoLimits limits;

    HardenedXml(IsoLimits limits) {
        this.limits = limits;
        factory.setProperty(XMLInputFactory2.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory2.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // one that nobody declared is then an error; else it is left out of attributes without a word
        factory.setProperty(XMLInputFactory2.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory2.IS_VALIDATING, false);
        factory.setProperty(XMLInputFactory2.IS_COALESCING, false);
        factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
        factory.setProperty(WstxInputProperties.P_CACHE_DTDS, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is read but the body");
        });
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, limits.maxAttributes());
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, limits.maxTextLength());
    }

    XmlCursor open(byte[] body, int offset, int length) throws UnreadableXmlException {
        XMLStreamReader2 in = parser(body, offset, length);
        if (!ENCODINGS.contains(in.getEncoding())) {
            throw UnreadableXmlException.malformed(BAD_ENCODING);
        }
        String version = in.getVersion();
        if (version != null && !version.equals("1.0")) {
            throw UnreadableXmlException.malformed("the body must be XML 1.0");
        }
        return new XmlCursor(in, limits);
    }

    private XMLStreamReader2 parser(byte[] body, int offset, int length) throws UnreadableXmlException {
        try {
            return (XMLStreamReader2) factory.createXMLStreamReader(new ByteArrayInputStream(body, offset, length));
        } catch (XMLStreamException e) {
            throw refusal(e, limits);
        } catch (RuntimeException e) { // of a foreign parser on hostile bytes: no reason to answer with an outage
            throw UnreadableXmlException.malformed("the body is not well-formed XML");
        }
    }

    /** In words of our own; the parser's repeat the input. */
    static UnreadableXmlException refusal(XMLStreamException e, IsoLimits limits) {
        String at = at(e.getLocation());
        if (e instanceof WstxIOException) {
            return UnreadableXmlException.malformed(BAD_ENCODING);
        }
        if (e instanceof WstxEOFException) {
            return UnreadableXmlException.malformed("the body ends before its XML is complete" + at);
        }
        if (e instanceof WstxException) {
            return UnreadableXmlException.malformed("the body is not well-formed XML" + at);
        }
        return tooManyAttributes(limits, at); // what Woodstox throws of its limits has no type of its own
    }

    static UnreadableXmlException tooManyAttributes(IsoLimits limits, String at) {
        return UnreadableXmlException.tooLarge("the body has an element with more than " + limits.maxAttributes()
                + " attributes, or one of them longer than " + limits.maxTextLength() + " characters" + at);
    }

    static String at(@Nullable Location at) {
        return at == null ? "" : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber();
    }

    /** Woodstox would keep the names of 500 bodies for the next, of any length: memory that senders fill. */
    private static final class ForgetfulFactory extends WstxInputFactory {

        @Override
        public void updateSymbolTable(SymbolTable names) {}
    }
}

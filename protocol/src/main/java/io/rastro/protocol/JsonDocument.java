package io.rastro.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/**
 * The body of a request that is one JSON value, token by token. What is no JSON spoils the body, for nothing after it can
 * be trusted.
 */
public final class JsonDocument {

    /** Bounds what one token may cost, and lets NaN through, so that it is the number that is refused, not the body. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1 << 20)
                    .maxNameLength(4096)
                    .maxNumberLength(1000)
                    .build())
            .build();

    /** What is to be taken from the value. */
    public interface Content {

        /**
         * Takes it.
         *
         * @param in at the first token of the value; to be left at its last
         */
        void read(JsonParser in, JsonToken first) throws IOException, UnreadableBodyException;

        /** How far it has come, to be read after the place of a fault: {@code , in or after item 3}. */
        default String progress() {
            return "";
        }

        /** What to do when there is more than one value, to be read after its place. */
        default String adviceForMore() {
            return "";
        }
    }

    private JsonDocument() {}

    /**
     * Reads the one value that a body is.
     *
     * @throws UnreadableBodyException when it is empty, no JSON, or more than one value; or as the content does
     */
    public static void read(byte[] body, int offset, int length, Content content) throws UnreadableBodyException {
        try (JsonParser in = FACTORY.createParser(body, offset, length)) {
            readAll(in, length, content);
        } catch (IOException | IllegalStateException e) {
            throw UnreadableBodyException.malformed("the body is not JSON that can be read" + content.progress());
        }
    }

    private static void readAll(JsonParser in, int length, Content content)
            throws IOException, UnreadableBodyException {
        try {
            JsonToken first = in.nextToken();
            if (first == null) {
                throw UnreadableBodyException.malformed("the body is empty");
            }
            content.read(in, first);
            requireEnd(in, content);
        } catch (JsonProcessingException e) {
            JsonLocation at = where(e, in);
            throw UnreadableBodyException.malformed("the body " + whatIsWrong(e, at, length) + " at line "
                    + at.getLineNr() + ", column " + at.getColumnNr() + content.progress());
        }
    }

    private static void requireEnd(JsonParser in, Content content) throws IOException, UnreadableBodyException {
        if (in.nextToken() != null) {
            JsonLocation at = in.currentTokenLocation();
            throw UnreadableBodyException.malformed("the body goes on after its JSON value at line " + at.getLineNr()
                    + ", column " + at.getColumnNr() + content.adviceForMore());
        }
    }

    /** In words, to be read after the name of what was read; never the parser's own, which repeat the input. */
    public static String whatIsWrong(JsonProcessingException e, JsonLocation at, int length) {
        if (e instanceof StreamConstraintsException) {
            return "is nested too deep, or has a name, string or number that is too long,";
        }
        return e instanceof JsonEOFException || at.getByteOffset() >= length
                ? "ends before its JSON is complete,"
                : "is not valid JSON";
    }

    public static JsonLocation where(JsonProcessingException e, JsonParser in) {
        JsonLocation told = e.getLocation();
        return told == null ? in.currentLocation() : told;
    }
}

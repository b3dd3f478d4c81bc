package io.rastro.protocol.courier;

/** The shapes in which a request may carry positions. */
public enum BodyFormat {
    /** One object, or an array of objects. */
    JSON,
    /** One object a line; blank lines count for nothing. */
    NDJSON,
    /** An Avro object container file; see {@code courier/Position.avsc}. */
    AVRO
}

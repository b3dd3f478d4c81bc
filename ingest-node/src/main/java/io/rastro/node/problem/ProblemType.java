package io.rastro.node.problem;

import java.util.Locale;

/** The kinds of refusal. Their names are part of the public interface: never change one, only add. */
public enum ProblemType implements ProblemKind {
    /** The request is no HTTP that can be understood: its line, its target or a header. */
    MALFORMED_REQUEST(400, "The request is malformed"),
    /** A courier id that breaks the rules. */
    INVALID_COURIER_ID(400, "The courier id is not valid"),
    /** A geofence id that breaks the rules, which are those of courier ids. */
    INVALID_GEOFENCE_ID(400, "The geofence id is not valid"),
    /** The id of a Pix account that breaks the rules, which are those of courier ids. */
    INVALID_ACCOUNT_ID(400, "The account id is not valid"),
    /** An order id that breaks the rules, which are those of courier ids. */
    INVALID_ORDER_ID(400, "The order id is not valid"),
    /** An event id that breaks the rules. */
    INVALID_EVENT_ID(400, "The event id is not valid"),
    /** A query parameter with a wrong value; {@code field} names it. */
    INVALID_PARAMETER(400, "A parameter has a wrong value"),
    /** A header with a wrong value; {@code field} names it. */
    INVALID_HEADER(400, "A header has a wrong value"),
    /** A body from which nothing can be taken: cut off, not of its declared format, or more than one. */
    UNREADABLE_BODY(400, "The body cannot be read"),
    /** Header {@code WWW-Authenticate} says which credentials are taken. */
    UNAUTHORIZED(401, "The credentials are not those of this courier"),
    /** The link was not made by this system, or its secret is not in use any more. */
    SHARE_INVALID(403, "The link is not valid"),
    NOT_FOUND(404, "There is nothing here"),
    /** A courier of which nothing was ever recorded. */
    UNKNOWN_COURIER(404, "The courier was never seen"),
    /** A Pix account of which nothing was ever recorded. */
    UNKNOWN_ACCOUNT(404, "The account was never seen"),
    UNKNOWN_GEOFENCE(404, "There is no such geofence"),
    /** A courier that had no position yet at the instant that was asked for. */
    NO_POSITION_THEN(404, "The courier had no position yet"),
    /** An order that nobody has carried yet. */
    UNKNOWN_ORDER(404, "Nobody has carried the order"),
    /** An event that the journal does not hold. */
    UNKNOWN_EVENT(404, "The event was never recorded"),
    /** The Pix routes are off before somebody sets what {@code detail} names. */
    PIX_NOT_CONFIGURED(404, "Pix is not set up"),
    /** Header {@code Allow} says which methods there are. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    BODY_TOO_SLOW(408, "The body did not arrive in time"),
    /** There are as many as there may be: delete some first. */
    TOO_MANY_GEOFENCES(409, "There are too many geofences"),
    /** The link was valid; a new one can be asked for. */
    SHARE_EXPIRED(410, "The link has expired"),
    /** As it was sent, or once it is inflated; in bytes, in positions or in couriers. */
    BODY_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The request target is too long"),
    /** Header {@code Accept} or {@code Accept-Encoding} says what is taken. */
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of a type that is not taken"),
    /** A body without a single item. */
    NO_POSITIONS(422, "The body holds no positions"),
    /** {@code rejected} names each item and field. */
    ALL_POSITIONS_REJECTED(422, "None of the positions is valid"),
    /** A body without a single item. */
    NO_PIX_EVENTS(422, "The body holds no Pix events"),
    /** {@code rejected} names each item and its field or rule. */
    ALL_PIX_EVENTS_REJECTED(422, "None of the Pix events is taken"),
    /** JSON, but no geofence; {@code field} names what is wrong. */
    INVALID_GEOFENCE(422, "The geofence is not valid"),
    /** A link cannot be asked to last so long, or so short. */
    INVALID_EXPIRY(422, "The expiry is not valid"),
    /** What a courier is said to do with an order; {@code field} names what is wrong. */
    INVALID_ORDER(422, "What is said of the order is not valid"),
    UPGRADE_REQUIRED(426, "Watching needs a WebSocket or server-sent events"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL_ERROR(500, "Something went wrong here"),
    NOT_IMPLEMENTED(501, "The method is not known"),
    /** No link can be made before somebody sets {@code rastro.share.secrets}: coming back does not help. */
    SHARE_NOT_CONFIGURED(501, "Links are not set up"),
    /** More than the node takes at once. Nothing was stored; {@code Retry-After} says when to come back. */
    OVERLOADED(503, "Too much at once"),
    /**
     * The courier, the journal or the table did not answer in time, or is moving to another node. Whether all was stored
     * is not known; sending the same again is safe.
     */
    UNAVAILABLE(503, "Not available right now");

    private static final String PREFIX = "urn:rastro:problem:";

    private final int status;
    private final String title;
    private final String uri;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
        this.uri = PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }

    /** Such as {@code urn:rastro:problem:body-too-large}. */
    @Override
    public String uri() {
        return uri;
    }
}

package io.rastro.sharding.geofence;

/** What was sent is no geofence; the message is a sentence for the sender, and does not repeat what was sent. */
public final class InvalidGeofenceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    InvalidGeofenceException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The member at fault, such as {@code geometry}. */
    public String field() {
        return field;
    }
}

package io.rastro.proving.load;

/** A connection is of no use any more. */
final class ConnectionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    ConnectionFailure(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

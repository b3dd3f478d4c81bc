package io.rastro.protocol.tracker;

/** How one app tells positions. Any thread. */
@FunctionalInterface
public interface TrackerDecoder {

    /**
     * Never throws, whatever was sent.
     *
     * @param receivedAtMillis the server's clock, epoch milliseconds
     */
    TrackerReport decode(TrackerRequest request, long receivedAtMillis);
}

package io.rastro.parcel;

import io.rastro.protocol.PublishedEvent;
import java.util.List;

/**
 * The new scans of one request.
 *
 * @param previous the last event with scans before this one; 0: none
 */
public record ParcelScanned(long receivedAtMillis, long publishedUpTo, long previous, List<Scan> scans)
        implements ParcelEvent, PublishedEvent {

    public ParcelScanned {
        scans = List.copyOf(scans);
    }

    @Override
    public int size() {
        return scans.size();
    }
}

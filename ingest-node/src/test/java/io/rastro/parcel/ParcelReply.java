package io.rastro.parcel;

import io.rastro.sharding.remote.RemoteMessage;

/** What a parcel answers. */
public sealed interface ParcelReply extends RemoteMessage {

    /** @param accepted scans that were new and are in the journal with event {@code seqNr} */
    record Recorded(int accepted, int duplicates, long seqNr) implements ParcelReply {}

    /** @param scans that are known */
    record Known(int scans, long seqNr) implements ParcelReply {}

    /** To be sent again later. */
    record Busy(String reason) implements ParcelReply {}

    /** To be asked again at once. */
    enum Moving implements ParcelReply {
        INSTANCE
    }
}

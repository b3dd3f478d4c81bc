package io.rastro.parcel;

import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveItems;

/** A scan as watchers are shown it. */
public record ScanFrame(TracedScan traced) implements LiveFrame.Item {

    static final LiveItems<ParcelScanned> ITEMS = new LiveItems<>(ParcelScanned.class, ScanFrame::of);

    private static ScanFrame of(String parcelId, long seqNr, ParcelScanned event, int index) {
        return new ScanFrame(TracedScan.of(parcelId, seqNr, event).get(index));
    }

    @Override
    public Cursor cursor() {
        return new Cursor(traced.seqNr(), traced.index());
    }
}

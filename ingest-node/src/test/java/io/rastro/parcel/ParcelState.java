package io.rastro.parcel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a parcel knows: all of its scans, of which a parcel has a few dozen. A kind whose items never end needs a window, and a
 * table to ask (see {@link io.rastro.sharding.entity.TableInquiry}). Changed by {@link #apply} only.
 */
final class ParcelState {

    private final Map<String, Scan> scans = new LinkedHashMap<>();
    private long seqNr;
    private long publishedUpTo;
    private long itemsUpTo;

    ParcelState apply(ParcelEvent event) {
        seqNr++;
        publishedUpTo = Math.max(publishedUpTo, event.publishedUpTo());
        if (event instanceof ParcelScanned scanned) {
            scanned.scans().forEach(scan -> scans.put(scan.scanId(), scan));
            itemsUpTo = seqNr;
        }
        return this;
    }

    /** Those that are new, each once. */
    List<Scan> unknown(List<Scan> told) {
        Map<String, Scan> unknown = new LinkedHashMap<>();
        told.stream()
                .filter(scan -> !scans.containsKey(scan.scanId()))
                .forEach(scan -> unknown.put(scan.scanId(), scan));
        return List.copyOf(unknown.values());
    }

    int count() {
        return scans.size();
    }

    long seqNr() {
        return seqNr;
    }

    long publishedUpTo() {
        return publishedUpTo;
    }

    long itemsUpTo() {
        return itemsUpTo;
    }

    ParcelSnapshot toSnapshot() {
        return new ParcelSnapshot(seqNr, publishedUpTo, itemsUpTo, new ArrayList<>(scans.values()));
    }

    static ParcelState of(ParcelSnapshot snapshot) {
        ParcelState state = new ParcelState();
        state.seqNr = snapshot.seqNr();
        state.publishedUpTo = snapshot.publishedUpTo();
        state.itemsUpTo = snapshot.itemsUpTo();
        snapshot.scans().forEach(scan -> state.scans.put(scan.scanId(), scan));
        return state;
    }
}

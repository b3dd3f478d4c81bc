package io.rastro.parcel;

import java.util.List;

/** A {@link ParcelState} as it is kept. */
public record ParcelSnapshot(long seqNr, long publishedUpTo, long itemsUpTo, List<Scan> scans) {}

package io.rastro.parcel;

import io.rastro.protocol.JournalEvent;

/** What a parcel's journal holds. */
public sealed interface ParcelEvent extends JournalEvent permits ParcelScanned, ParcelDrained {}

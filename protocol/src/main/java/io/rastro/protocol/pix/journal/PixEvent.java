package io.rastro.protocol.pix.journal;

import io.rastro.protocol.JournalEvent;

/** What a Pix account's journal holds. */
public sealed interface PixEvent extends JournalEvent permits PixRecorded, PixOutboxDrained {}

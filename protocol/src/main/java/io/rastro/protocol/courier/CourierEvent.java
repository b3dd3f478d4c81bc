package io.rastro.protocol.courier;

import io.rastro.protocol.JournalEvent;

/** What a courier's journal holds. */
public sealed interface CourierEvent extends JournalEvent permits PositionsRecorded, OrderChanged, OutboxDrained {}

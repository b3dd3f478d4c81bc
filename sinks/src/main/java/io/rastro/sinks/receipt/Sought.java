package io.rastro.sinks.receipt;

import io.rastro.protocol.EventId;
import io.rastro.sinks.receipt.Receipt.TablePlace;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * An item that the journal has, and where it has to come to.
 *
 * @param entityId the key of its record
 * @param receivedAtMillis when the node received it, which is the time of its record: epoch milliseconds, UTC
 * @param row where its row is to be, in a table of {@code rastro.sinks.table}
 * @param tableGroup who writes the row
 * @param hasRow asks whether the row is there, by its whole primary key
 * @param lakeMillis by which time it lies in the lake: epoch milliseconds, UTC
 * @param lakeGroup who writes the lake
 */
record Sought(
        EventId eventId,
        String entityId,
        long receivedAtMillis,
        String topic,
        TablePlace row,
        String tableGroup,
        Supplier<CompletionStage<Boolean>> hasRow,
        long lakeMillis,
        String lakeGroup) {}

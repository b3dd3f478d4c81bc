package io.rastro.sinks.receipt;

import io.rastro.protocol.EventId;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.TopicNames;
import io.rastro.sinks.lake.Datasets;
import io.rastro.sinks.pix.PixTable;
import io.rastro.sinks.receipt.Receipt.TablePlace;
import io.rastro.sinks.table.PositionTable;
import java.util.Map;

/** Where the items of an event have to come to, by the type of the event. Any thread. */
final class Trails {

    private final SinksSettings sinks;
    private final TopicNames topics;
    private final Map<Class<?>, Trail<?>> byType;

    Trails(SinksSettings sinks, PositionTable positions, PixTable pix) {
        this.sinks = sinks;
        this.topics = sinks.kafka().topics();
        this.byType = Map.of(
                PositionsRecorded.class,
                new Trail<>(
                        PositionsRecorded.class, (id, courierId, event) -> ofPosition(id, courierId, event, positions)),
                PixRecorded.class,
                new Trail<>(PixRecorded.class, (id, accountId, event) -> ofPixItem(id, accountId, event, pix)));
    }

    private interface Find<E> {
        Sought of(EventId id, String entityId, E event);
    }

    /** A type of event with its items' ways, so that no cast is unchecked. */
    private record Trail<E extends PublishedEvent>(Class<E> type, Find<E> find) {

        Sought of(EventId id, PublishedEvent event) {
            String persistenceId = id.persistenceId();
            return find.of(id, persistenceId.substring(persistenceId.indexOf('~') + 1), type.cast(event));
        }
    }

    Sought of(EventId id, PublishedEvent event) {
        Trail<?> trail = byType.get(event.getClass());
        if (trail == null) {
            throw new IllegalArgumentException(
                    "no receipt tells of a " + event.getClass().getSimpleName() + ": it needs its trail");
        }
        return trail.of(id, event);
    }

    private Sought ofPosition(EventId id, String courierId, PositionsRecorded event, PositionTable table) {
        TracedPosition traced = new TracedPosition(
                courierId,
                id.seqNr(),
                id.index(),
                event.receivedAtMillis(),
                event.positions().get(id.index()));
        return new Sought(
                id,
                courierId,
                event.receivedAtMillis(),
                topics.positions(),
                new TablePlace(sinks.table().keyspace() + ".courier_positions", PositionTable.keyOf(traced)),
                sinks.table().groupId(),
                () -> table.containsItem(traced),
                Datasets.positions(topics).timeMillis(traced),
                sinks.lake().groupId());
    }

    private Sought ofPixItem(EventId id, String accountId, PixRecorded event, PixTable table) {
        TracedPix traced = TracedPix.at(accountId, id.seqNr(), event, id.index());
        PixItem item = traced.decided().item();
        return new Sought(
                id,
                accountId,
                event.receivedAtMillis(),
                topics.of(item.kind()),
                new TablePlace(sinks.table().keyspace() + ".pix_events", PixTable.keyOf(traced)),
                sinks.pix().groupId(),
                () -> table.containsItem(traced),
                Datasets.pix(topics, item.kind()).timeMillis(traced),
                sinks.pixLake().groupId());
    }
}

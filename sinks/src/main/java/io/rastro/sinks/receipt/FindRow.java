package io.rastro.sinks.receipt;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.receipt.Receipt.KafkaPlace;
import io.rastro.sinks.receipt.Receipt.Stage;
import io.rastro.sinks.receipt.Receipt.State;
import io.rastro.sinks.receipt.Receipt.TablePlace;
import io.rastro.sinks.table.PositionTable;
import io.rastro.sinks.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Looks for a position's row by its whole primary key. */
final class FindRow {

    private final PositionTable table;
    private final TableSettings settings;
    private final SinkProgress progress;

    FindRow(PositionTable table, TableSettings settings, SinkProgress progress) {
        this.table = table;
        this.settings = settings;
        this.progress = progress;
    }

    Stage<TablePlace> find(TracedPosition traced, Stage<KafkaPlace> kafka, Deadline deadline) {
        Instant fixedAt = traced.position().fixedAt();
        TablePlace place = new TablePlace(
                settings.keyspace() + ".courier_positions", LocalDate.ofInstant(fixedAt, ZoneOffset.UTC), fixedAt);
        try {
            return deadline.await(table.containsItem(traced))
                    ? Stage.done(place)
                    : noRow(traced, kafka, place, deadline);
        } catch (ExecutionException | TimeoutException e) {
            return new Stage<>(State.UNKNOWN, place, "The table does not answer.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Stage<>(State.UNKNOWN, place, "The node stops.");
        }
    }

    private Stage<TablePlace> noRow(TracedPosition traced, Stage<KafkaPlace> kafka, TablePlace place, Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (mayHaveExpired(traced)) {
            return new Stage<>(State.EXPIRED, place, "Rows of this table expire, and this one's time is over.");
        }
        KafkaPlace record = kafka.place();
        if (kafka.isDone() && record != null && progress.hasPassed(settings.groupId(), record, deadline)) {
            // Written meanwhile, perhaps: what was committed is to be seen now.
            return deadline.await(table.containsItem(traced))
                    ? Stage.done(place)
                    : new Stage<>(State.MISSING, place, "The table's sink has passed its record, and there is no row.");
        }
        return kafka.isDone() || kafka.state() == State.PENDING
                ? new Stage<>(State.PENDING, place, "The row is not there yet.")
                : new Stage<>(State.UNKNOWN, place, "There is no row; whether one is still to come is not known.");
    }

    private boolean mayHaveExpired(TracedPosition traced) {
        Duration timeToLive = settings.timeToLive();
        return !timeToLive.isZero()
                && Instant.ofEpochMilli(traced.receivedAtMillis())
                        .plus(timeToLive)
                        .isBefore(Instant.now());
    }
}

package io.rastro.sinks.receipt;

import io.rastro.sinks.receipt.Receipt.KafkaPlace;
import io.rastro.sinks.receipt.Receipt.Stage;
import io.rastro.sinks.receipt.Receipt.State;
import io.rastro.sinks.receipt.Receipt.TablePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Looks for an item's row by its whole primary key. */
final class FindRow {

    private final Duration timeToLive;
    private final SinkProgress progress;

    /** @param timeToLive of the rows; zero: they stay for ever */
    FindRow(Duration timeToLive, SinkProgress progress) {
        this.timeToLive = timeToLive;
        this.progress = progress;
    }

    Stage<TablePlace> find(Sought sought, Stage<KafkaPlace> kafka, Deadline deadline) {
        TablePlace place = sought.row();
        try {
            return deadline.await(sought.hasRow().get()) ? Stage.done(place) : noRow(sought, kafka, place, deadline);
        } catch (ExecutionException | TimeoutException e) {
            return new Stage<>(State.UNKNOWN, place, "The table does not answer.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Stage<>(State.UNKNOWN, place, "The node stops.");
        }
    }

    private Stage<TablePlace> noRow(Sought sought, Stage<KafkaPlace> kafka, TablePlace place, Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (mayHaveExpired(sought)) {
            return new Stage<>(State.EXPIRED, place, "Rows of this table expire, and this one's time is over.");
        }
        KafkaPlace record = kafka.place();
        if (kafka.isDone() && record != null && progress.hasPassed(sought.tableGroup(), record, deadline)) {
            // Written meanwhile, perhaps: what was committed is to be seen now.
            return deadline.await(sought.hasRow().get())
                    ? Stage.done(place)
                    : new Stage<>(State.MISSING, place, "The table's sink has passed its record, and there is no row.");
        }
        return kafka.isDone() || kafka.state() == State.PENDING
                ? new Stage<>(State.PENDING, place, "The row is not there yet.")
                : new Stage<>(State.UNKNOWN, place, "There is no row; whether one is still to come is not known.");
    }

    private boolean mayHaveExpired(Sought sought) {
        return !timeToLive.isZero()
                && Instant.ofEpochMilli(sought.receivedAtMillis())
                        .plus(timeToLive)
                        .isBefore(Instant.now());
    }
}

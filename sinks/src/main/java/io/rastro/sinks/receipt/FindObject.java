package io.rastro.sinks.receipt;

import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.lake.LakeArchive;
import io.rastro.sinks.lake.LakeFormatException;
import io.rastro.sinks.lake.LakeLedger;
import io.rastro.sinks.receipt.Receipt.KafkaPlace;
import io.rastro.sinks.receipt.Receipt.LakePlace;
import io.rastro.sinks.receipt.Receipt.Stage;
import io.rastro.sinks.receipt.Receipt.State;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for an item in the lake: by its record's offset in the one object that must hold it, or, when the offset is
 * not known, in all objects of its hour.
 */
final class FindObject {

    private static final Logger LOG = LoggerFactory.getLogger(FindObject.class);

    private final int maxObjects;
    private final LakeLedger ledger;
    private final LakeArchive archive;
    private final SinkProgress progress;

    FindObject(SinksSettings sinks, LakeLedger ledger, LakeArchive archive, SinkProgress progress) {
        this.maxObjects = sinks.receipts().maxObjects();
        this.ledger = ledger;
        this.archive = archive;
        this.progress = progress;
    }

    Stage<LakePlace> find(Sought sought, Stage<KafkaPlace> kafka, Deadline deadline) {
        try {
            KafkaPlace place = kafka.place();
            if (kafka.isDone() && place != null && place.offset() != null) {
                return byOffset(sought, place, place.offset(), deadline);
            }
            if (kafka.state() == State.PENDING) {
                return stage(State.PENDING, null, "It is not in Kafka yet.");
            }
            Stage<LakePlace> found = place == null ? null : byHour(sought, OptionalInt.of(place.partition()), deadline);
            if (found == null && kafka.state() == State.UNKNOWN) {
                found = byHour(sought, OptionalInt.empty(), deadline);
            }
            return found != null
                    ? found
                    : stage(State.UNKNOWN, null, "No object of its hour holds it, and Kafka does not tell its offset.");
        } catch (LakeFormatException e) {
            return stage(State.UNKNOWN, null, "It cannot be looked up: " + e.getMessage() + '.');
        } catch (IOException e) {
            LOG.info("a receipt without the lake: {}", String.valueOf(e.getCause()));
            return stage(State.UNKNOWN, null, e.getMessage() + '.');
        } catch (ExecutionException | TimeoutException e) {
            return stage(State.UNKNOWN, null, "The ledger of the lake's batches does not answer.");
        } catch (RuntimeException e) {
            LOG.warn("an object of the lake cannot be read: {}", e.toString());
            return stage(State.UNKNOWN, null, "An object that may hold it cannot be read.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return stage(State.UNKNOWN, null, "The node stops.");
        }
    }

    private Stage<LakePlace> byOffset(Sought sought, KafkaPlace record, long offset, Deadline deadline)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        Optional<LakeLedger.Stored> stored = deadline.await(
                ledger.stored(record.topic(), record.partition(), offset, Instant.ofEpochMilli(sought.lakeMillis())));
        if (stored.isEmpty()) {
            return stage(State.PENDING, null, "The batch of its record is not closed yet.");
        }
        String key = stored.get().key();
        Stage<LakePlace> there = lookInto(key, sought, deadline);
        if (there != null) {
            return there;
        }
        if (!progress.hasPassed(sought.lakeGroup(), record, deadline)) {
            return stage(State.PENDING, place(key, null), "The object is not there yet.");
        }
        // Written meanwhile; or its record was a dead letter and is put back; or the first copy of its record is one
        // that Kafka has removed, and the row in that one's
        // batch.
        there = lookInto(key, sought, deadline);
        if (there == null) {
            there = byHour(sought, OptionalInt.of(record.partition()), deadline);
        }
        return there != null ? there : stage(State.MISSING, place(key, null), whyNoRow(stored.get()));
    }

    private static String whyNoRow(LakeLedger.Stored stored) {
        return stored.isDeadLetter()
                ? "The lake's sink could not read its record, which is a dead letter and can be retried."
                : "The lake's sink has passed its record, and there is no row.";
    }

    /** Null when the object does not hold it, or is not there. */
    private @Nullable Stage<LakePlace> lookInto(String key, Sought sought, Deadline deadline) throws IOException {
        OptionalInt rowGroup = archive.rowGroupOf(sought.eventId().toString(), key, deadline::left);
        return rowGroup.isPresent() ? Stage.done(place(key, rowGroup.getAsInt())) : null;
    }

    /** Null when it is in none of them. */
    private @Nullable Stage<LakePlace> byHour(Sought sought, OptionalInt partition, Deadline deadline)
            throws IOException {
        List<String> keys =
                archive.objectsOf(sought.topic(), partition, sought.lakeMillis(), maxObjects + 1, deadline::left);
        for (int i = 0; i < keys.size(); i++) {
            if (i == maxObjects || deadline.hasPassed()) {
                return stage(
                        State.UNKNOWN,
                        null,
                        "The search was ended by its bound, after " + i + " of the objects of its hour.");
            }
            Stage<LakePlace> there = lookInto(keys.get(i), sought, deadline);
            if (there != null) {
                return there;
            }
        }
        return null;
    }

    private LakePlace place(String key, @Nullable Integer rowGroup) {
        return new LakePlace(archive.bucket(), key, rowGroup);
    }

    private static Stage<LakePlace> stage(State state, @Nullable LakePlace place, String why) {
        return new Stage<>(state, place, why);
    }
}

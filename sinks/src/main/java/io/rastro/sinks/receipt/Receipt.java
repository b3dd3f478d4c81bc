package io.rastro.sinks.receipt;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What was seen of one position in each store behind the journal, when it was looked for. */
public record Receipt(Stage<KafkaPlace> kafka, Stage<TablePlace> table, Stage<LakePlace> lake) {

    /** Only {@link #DONE} says that the position was seen in that store, just now. */
    public enum State {
        /** It was seen there. */
        DONE,
        /** It is not there yet. */
        PENDING,
        /** It was there, and the store has removed it as it is told to. */
        EXPIRED,
        /** It should be there and is not. */
        MISSING,
        /** The store does not answer, or the search was ended by its bound. */
        UNKNOWN
    }

    /**
     * @param place as far as it is known; where it would be, when the state is not {@link State#DONE}
     * @param why a sentence without ids; null when the state is {@link State#DONE}
     */
    public record Stage<P>(
            State state, @Nullable P place, @Nullable String why) {

        static <P> Stage<P> done(P place) {
            return new Stage<>(State.DONE, place, null);
        }

        public boolean isDone() {
            return state == State.DONE;
        }
    }

    /** @param offset of its first copy that Kafka has; null while it is not known */
    public record KafkaPlace(
            String topic, int partition, @Nullable Long offset) {}

    /** @param day the partition key beside the courier's id, UTC */
    public record TablePlace(String table, LocalDate day, Instant fixedAt) {}

    /** @param rowGroup from 0; null while it is not known */
    public record LakePlace(
            String bucket, String key, @Nullable Integer rowGroup) {}
}

package io.rastro.sinks.receipt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was seen of one item in each store behind the journal, when it was looked for. */
public record Receipt(Stage<KafkaPlace> kafka, Stage<TablePlace> table, Stage<LakePlace> lake) {

    /** Only {@link #DONE} says that the item was seen in that store, just now. */
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

    /**
     * @param table with its keyspace
     * @param key the columns of the row's primary key, without the event's own name, in their order: names in camelCase; times
     *     in RFC 3339, UTC
     */
    public record TablePlace(String table, Map<String, String> key) {

        public TablePlace {
            key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        }
    }

    /** @param rowGroup from 0; null while it is not known */
    public record LakePlace(
            String bucket, String key, @Nullable Integer rowGroup) {}
}

package io.rastro.sinks.lake;

import akka.actor.typed.ActorSystem;
import akka.stream.alpakka.s3.ListBucketResultContents;
import akka.stream.alpakka.s3.javadsl.S3;
import akka.stream.javadsl.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Looks for single events in the lake, in what S3 has at that moment. Its methods block; any thread. */
public final class LakeArchive {

    private final ActorSystem<?> system;
    private final String bucket;

    public LakeArchive(ActorSystem<?> system, LakeSettings settings) {
        this.system = system;
        this.bucket = settings.bucket();
    }

    public String bucket() {
        return bucket;
    }

    /**
     * Reads the object's footer and its column of event ids.
     *
     * @param left how long S3 may still be asked
     * @return empty when the object does not hold the event, or is not there
     */
    public OptionalInt rowGroupOf(String eventId, String key, Supplier<Duration> left) throws IOException {
        Optional<StoredObject> stored = StoredObject.find(system, bucket, key, left);
        if (stored.isEmpty()) {
            return OptionalInt.empty();
        }
        LakeObject object = LakeObject.open(stored.get());
        boolean[] found = new boolean[1];
        for (int group = 0; group < object.rowGroups(); group++) {
            object.eventIds(group, id -> {
                found[0] = id.equals(eventId);
                return !found[0];
            });
            if (found[0]) {
                return OptionalInt.of(group);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * The objects of a topic's dataset that can hold a row of this time.
     *
     * @param partition of the Kafka topic, if it is known
     * @param timeMillis see {@link Dataset#timeMillis}
     * @param max at most so many
     */
    public List<String> objectsOf(
            String topic, OptionalInt partition, long timeMillis, int max, Supplier<Duration> left) throws IOException {
        int hour = ObjectNames.hourOf(timeMillis);
        String prefix = partition.isPresent()
                ? ObjectNames.ofPartition(new TopicPartition(topic, partition.getAsInt()), hour)
                : ObjectNames.ofHour(topic, hour);
        return StoredObject.await(
                system,
                S3.listBucket(bucket, Optional.of(prefix))
                        .map(ListBucketResultContents::getKey)
                        .take(max),
                Sink.seq(),
                left.get());
    }
}

package io.rastro.proving.system;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far Kafka's readers are behind. */
public final class Backlog implements AutoCloseable {

    public static final String TOPIC = "courier.positions";

    /** The consumer groups of the sinks. */
    public static final List<String> GROUPS = List.of("rastro-table", "rastro-lake");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Admin admin;

    public Backlog(String bootstrap) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis()));
    }

    /**
     * @param written records of the topic since it was made
     * @param lag records that a group has not committed, by group
     */
    public record Reading(long written, Map<String, Long> lag) {

        public long worst() {
            return lag.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }

        /** Records that a group of {@code lag} has committed. */
        public long committed(String group) {
            return written - Objects.requireNonNull(lag.get(group), group);
        }
    }

    /** @throws BacklogException when Kafka does not say */
    public Reading read() {
        try {
            Map<TopicPartition, Long> ends = ends();
            Map<String, Long> lag = new TreeMap<>();
            for (String group : GROUPS) {
                lag.put(group, lag(group, ends));
            }
            return new Reading(ends.values().stream().mapToLong(Long::longValue).sum(), lag);
        } catch (ExecutionException | TimeoutException e) {
            throw new BacklogException("Kafka does not tell how far its readers are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BacklogException("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException, ExecutionException, TimeoutException {
        TopicDescription topic = admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .get(TOPIC);
        Map<TopicPartition, OffsetSpec> asked = Objects.requireNonNull(topic, TOPIC).partitions().stream()
                .collect(Collectors.toMap(
                        info -> new TopicPartition(TOPIC, info.partition()), info -> OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset(entry.getValue())));
    }

    private long lag(String group, Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata reached = committed.get(end.getKey());
            lag += end.getValue() - (reached == null ? 0 : reached.offset());
        }
        return lag;
    }

    private static long offset(ListOffsetsResultInfo info) {
        return info.offset();
    }
}

package io.rastro.proving.system;

import io.rastro.protocol.pix.PixKind;
import io.rastro.sinks.kafka.TopicNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far Kafka's readers are behind. */
public final class Backlog implements AutoCloseable {

    /** The group that writes positions into the table. */
    public static final String POSITIONS_TABLE = "rastro-table";

    private static final TopicNames TOPICS = TopicNames.USUAL;
    private static final Set<String> POSITIONS = Set.of(TOPICS.positions());
    private static final Set<String> PIX_EVENTS =
            Arrays.stream(PixKind.values()).map(TOPICS::of).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> PIX =
            Stream.concat(PIX_EVENTS.stream(), Stream.of(TOPICS.pixSinais())).collect(Collectors.toUnmodifiableSet());

    /** The consumer groups that write into tables and lake, each with what it reads. */
    private static final Map<String, Set<String>> GROUPS = new TreeMap<>(Map.of(
            POSITIONS_TABLE, POSITIONS, "rastro-lake", POSITIONS, "rastro-pix", PIX_EVENTS, "rastro-pix-lake", PIX));

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Admin admin;
    private final Map<String, Set<String>> groups;

    private Backlog(String bootstrap, Map<String, Set<String>> groups) {
        this.groups = groups;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis()));
    }

    /** Of the groups that write into tables and lake. */
    public static Backlog of(String bootstrap) {
        return new Backlog(bootstrap, GROUPS);
    }

    /** Of those that write positions. */
    public static Backlog ofPositions(String bootstrap) {
        Map<String, Set<String>> ofPositions = new TreeMap<>(GROUPS);
        ofPositions.values().removeIf(topics -> !topics.equals(POSITIONS));
        return new Backlog(bootstrap, ofPositions);
    }

    /**
     * A group that reads.
     *
     * @param written records of its topics since they were made
     * @param lag records that it has not committed
     */
    public record Group(long written, long lag) {

        public long committed() {
            return written - lag;
        }
    }

    /** @param groups by name */
    public record Reading(Map<String, Group> groups) {

        public long worst() {
            return groups.values().stream().mapToLong(Group::lag).max().orElse(0);
        }

        /** Records that a group has not committed, by group. */
        public Map<String, Long> lag() {
            Map<String, Long> lag = new TreeMap<>();
            groups.forEach((name, group) -> lag.put(name, group.lag()));
            return lag;
        }

        public Group of(String group) {
            return Objects.requireNonNull(groups.get(group), group);
        }
    }

    /** @throws BacklogException when Kafka does not say */
    public Reading read() {
        try {
            Map<TopicPartition, Long> ends = ends();
            Map<String, Group> read = new TreeMap<>();
            for (Map.Entry<String, Set<String>> group : groups.entrySet()) {
                read.put(group.getKey(), group(group.getKey(), group.getValue(), ends));
            }
            return new Reading(read);
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
        Set<String> topics = groups.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((topic, described) -> described
                        .partitions()
                        .forEach(info -> asked.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest())));
        return admin.listOffsets(asked).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset(entry.getValue())));
    }

    private Group group(String group, Set<String> topics, Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        long written = 0;
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (topics.contains(end.getKey().topic())) {
                OffsetAndMetadata reached = committed.get(end.getKey());
                written += end.getValue();
                lag += end.getValue() - (reached == null ? 0 : reached.offset());
            }
        }
        return new Group(written, lag);
    }

    private static long offset(ListOffsetsResultInfo info) {
        return info.offset();
    }
}

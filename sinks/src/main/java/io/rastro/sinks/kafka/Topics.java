package io.rastro.sinks.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing; those that are there stay as they are. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private Topics() {}

    /**
     * Blocks until the topics are there.
     *
     * @throws IllegalStateException with one sentence when Kafka is not reached in time or refuses
     */
    public static void ensure(KafkaSettings settings) {
        try (Admin admin = admin(settings)) {
            long millis = settings.startTimeout().toMillis();
            Set<String> present = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
            for (NewTopic topic : wanted(settings)) {
                if (!present.contains(topic.name())) {
                    create(admin, topic, millis);
                }
            }
        } catch (TimeoutException tooLate) {
            throw new IllegalStateException("Kafka at " + settings.bootstrapServers() + " did not answer within "
                    + settings.startTimeout().toSeconds() + " s");
        } catch (ExecutionException refused) {
            throw new IllegalStateException(
                    "Kafka at " + settings.bootstrapServers() + " cannot provide the topics: " + refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka");
        }
    }

    public static List<String> names(KafkaSettings settings) {
        return settings.topics().all();
    }

    /**
     * What is different from the settings in the topics that are there, a sentence each; empty: nothing. Blocks.
     *
     * @throws IllegalStateException with one sentence when Kafka does not say
     */
    public static List<String> differences(KafkaSettings settings) {
        try (Admin admin = admin(settings)) {
            long millis = settings.startTimeout().toMillis();
            List<String> found = new ArrayList<>();
            for (String name : names(settings)) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
                TopicDescription topic = admin.describeTopics(List.of(name))
                        .topicNameValues()
                        .values()
                        .iterator()
                        .next()
                        .get(millis, TimeUnit.MILLISECONDS);
                Config config = admin.describeConfigs(List.of(resource))
                        .values()
                        .values()
                        .iterator()
                        .next()
                        .get(millis, TimeUnit.MILLISECONDS);
                compare(found, settings, topic, config);
            }
            return found;
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka at " + settings.bootstrapServers() + " does not describe its topics: " + e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka");
        }
    }

    private static void compare(List<String> found, KafkaSettings settings, TopicDescription topic, Config config) {
        int copies = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        int inSync = Integer.parseInt(config.get("min.insync.replicas").value());
        compare(
                found,
                topic,
                "partitions",
                settings.partitions(),
                topic.partitions().size());
        compare(found, topic, "replication-factor", settings.replicationFactor(), copies);
        compare(found, topic, "min-insync-replicas", settings.minInsyncReplicas(), inSync);
    }

    private static void compare(List<String> found, TopicDescription topic, String setting, int wanted, int is) {
        if (wanted != is) {
            found.add("the topic " + topic.name() + " has " + setting + " " + is + ", and rastro.sinks.kafka." + setting
                    + " is " + wanted);
        }
    }

    public static Admin admin(KafkaSettings settings) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) settings.startTimeout().toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) Math.min(10_000, settings.startTimeout().toMillis())));
    }

    private static List<NewTopic> wanted(KafkaSettings settings) {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : names(settings)) {
            topics.add(new NewTopic(name, settings.partitions(), (short) settings.replicationFactor())
                    .configs(Map.of(
                            "min.insync.replicas", Integer.toString(settings.minInsyncReplicas()),
                            // Brokers refuse records from more than an hour ahead of their clock by default: then
                            // a node whose clock is wrong could publish nothing more, for ever.
                            "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE))));
        }
        return topics;
    }

    private static void create(Admin admin, NewTopic topic, long millis)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.createTopics(List.of(topic)).all().get(millis, TimeUnit.MILLISECONDS);
            LOG.info("topic created name={} partitions={}", topic.name(), topic.numPartitions());
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
    }
}

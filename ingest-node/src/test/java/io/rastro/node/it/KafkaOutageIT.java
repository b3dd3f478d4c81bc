package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.node.it.SteadyLoad.Answer;
import io.rastro.protocol.courier.CourierId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Kafka is away under a constant load, for longer than what the producer's queue takes: no post is refused for it, and what
 * has gathered comes in its order while new events do. Ten minutes of it at 1,000 posts/s: {@code docs/reliability.md}.
 */
class KafkaOutageIT {

    /** A queue that is full within seconds; time-outs for a cold JVM beside four servers. */
    private static final String SETTINGS = """
            rastro.sinks.egress.queue-size = 500
            rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }
            rastro.pix.ask-timeout = 10 s
            rastro.http.answer-within = 9 s
            """;

    private static final int COURIERS = 100;
    private static final int PER_SECOND = 200;
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final Duration AFTER = Duration.ofSeconds(3);

    /**
     * From when Kafka takes records until fewer wait than come in a second: each courier looks after ten seconds at most. On a quiet
     * machine it is a second and a half.
     */
    private static final Duration DRAINED = Duration.ofSeconds(30);

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String UNPUBLISHED = "rastro_outbox_unpublished_events";

    /** Of a journal that stood still on this machine, which is none of Kafka's. */
    private static final String REFUSED_FOR_THE_JOURNAL = "rastro_journal_refused_total";

    @Test
    void noPostIsRefusedForItAndWhatHasGatheredComesInOrderBesideNewEvents() throws Exception {
        String name = "kafka-out-" + UUID.randomUUID();
        try (NodeUnderTest node = NodeUnderTest.start(SETTINGS);
                SteadyLoad load = new SteadyLoad(node.base(), name, COURIERS, PER_SECOND)) {
            load.awaitTakenFromAll();
            long began = System.nanoTime();
            double refusedBefore = node.metric(REFUSED_FOR_THE_JOURNAL);
            node.kafka().stop();
            try {
                Thread.sleep(OUTAGE.toMillis());
                assertThat(node.metric(UNPUBLISHED)).isGreaterThan(PER_SECOND * OUTAGE.toSeconds() / 2.0);
            } finally {
                node.kafka().start();
            }
            node.awaitKafkaTakesRecords(LONG);
            List<String> seen = new ArrayList<>();
            await().atMost(DRAINED)
                    .pollInterval(Duration.ofMillis(250))
                    .untilAsserted(() -> assertThat(unpublished(node, seen))
                            .as(seen::toString)
                            .isLessThan(PER_SECOND));
            Thread.sleep(AFTER.toMillis());
            load.close();
            await().atMost(LONG).until(() -> load.unanswered() == 0);

            List<Answer> answers = load.answers(began, System.nanoTime());
            assertThat(answers).allMatch(answer -> answer.isTaken() || answer.isRefused());
            assertThat(answers.stream().filter(Answer::isRefused).count())
                    .isLessThanOrEqualTo((long) (node.metric(REFUSED_FOR_THE_JOURNAL) - refusedBefore));
            await().atMost(LONG).until(() -> node.metric(UNPUBLISHED) == 0);
            assertAllAreInTheTopicInOrder(node, load, name);
        }
    }

    /** For whoever has to find out why it takes so long on another machine. */
    private static double unpublished(NodeUnderTest node, List<String> seen) {
        double unpublished = node.metric(UNPUBLISHED);
        seen.add((int) unpublished + " wait, "
                + (int) node.metric("rastro_egress_queue") + " in the queue, "
                + (int) node.metric("rastro_egress_lines_broken_total") + " lines broken");
        return unpublished;
    }

    private static void assertAllAreInTheTopicInOrder(NodeUnderTest node, SteadyLoad load, String name) {
        Map<String, List<ConsumerRecord<String, byte[]>>> byCourier =
                node.records(courier -> courier.startsWith(name)).stream()
                        .collect(Collectors.groupingBy(ConsumerRecord::key));
        for (int courier = 0; courier < COURIERS; courier++) {
            String id = load.courierId(courier);
            Set<Long> seqNrs = new LinkedHashSet<>(); // a record may come again, after its successors
            byCourier.get(id).forEach(record -> seqNrs.add(seqNr(id, record)));
            assertThat(new ArrayList<>(seqNrs)).isSorted();
            assertThat(seqNrs)
                    .hasSize(
                            node.get(id, "").isOk().json().path("positionCount").asInt());
        }
    }

    private static long seqNr(String courierId, ConsumerRecord<String, byte[]> record) {
        String eventId = new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8);
        String rest = eventId.substring(CourierId.persistenceId(courierId).length() + 1);
        return Long.parseLong(rest.substring(0, rest.indexOf('~')));
    }
}

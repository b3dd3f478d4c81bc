package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.it.SteadyLoad.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Cassandra stands still for longer than its driver waits, under a constant load, and goes on: refusals instead of time-outs
 * while it lasts, every courier back after it, also those that were new meanwhile, nothing lost and nothing twice.
 *
 * <p>The bounds are generous, so that they hold on a machine that has other things to do. The exact figures (refused within
 * 100 ms at p99, first refusal after about half a second, all couriers back within 5 s) are measured by hand, on a machine
 * that does nothing else.
 */
class JournalOutageIT {

    private static final String POST = "{\"fixedAt\":\"2026-03-04T05:06:07Z\",\"lat\":1,\"lon\":2}";
    private static final int COURIERS = 100;
    private static final int PER_SECOND = 100;
    private static final Duration OUTAGE = Duration.ofSeconds(8);

    /** From the beginning of the outage until every post is refused at once. */
    private static final Duration DETECTION = Duration.ofSeconds(5);

    /** A post that was sent before that waits for its courier, for the ask time-out at most. */
    private static final double LONGEST_MILLIS = 10_000;

    private static final double MEDIAN_REFUSAL_MILLIS = 100;
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void postsAreRefusedAtOnceWhileItLastsAndTakenSoonAfterIt() throws Exception {
        try (NodeUnderTest node = NodeUnderTest.start("");
                SteadyLoad load = new SteadyLoad(node.base(), "out-" + UUID.randomUUID(), COURIERS, PER_SECOND)) {
            load.awaitTakenFromAll();
            long began = System.nanoTime();
            node.signalCassandra("STOP");
            List<String> newcomers = IntStream.range(0, 20)
                    .mapToObj(i -> "new-" + UUID.randomUUID())
                    .toList();
            newcomers.forEach(id -> postInBackground(node, id));
            Thread.sleep(OUTAGE.toMillis());
            long ended = System.nanoTime();
            node.signalCassandra("CONT");
            await().atMost(BACK)
                    .untilAsserted(() -> assertThat(load.lastOfAllMillis(ended, Answer::isTaken))
                            .as("until the last courier has taken a position again, in ms")
                            .isNotNegative());
            newcomers.forEach(id ->
                    await().atMost(BACK).until(() -> node.post(id, POST).status() == 200));
            load.close();
            await().atMost(LONG).until(() -> load.unanswered() == 0);

            List<Answer> refusals = load.answers(began + DETECTION.toNanos(), ended);
            assertThat(refusals).hasSizeGreaterThan(PER_SECOND).allMatch(Answer::isRefused);
            assertThat(SteadyLoad.percentile(refusals, 50)).isLessThan(MEDIAN_REFUSAL_MILLIS);
            assertThat(load.answers(began, ended))
                    .allMatch(answer -> answer.isTaken() || answer.isRefused())
                    .allMatch(answer -> answer.millis() < LONGEST_MILLIS);

            List<Integer> recorded = recorded(node, load);
            assertNothingIsLostOrTwice(node, load, recorded);
            node.restart();
            assertThat(recorded(node, load)).as("read back from the journal").isEqualTo(recorded);
        }
    }

    /** Its shard has to remember it, in the journal. */
    private static void postInBackground(NodeUnderTest node, String courierId) {
        CompletableFuture.runAsync(() -> node.post(courierId, POST));
    }

    /** Of each courier: all that was acknowledged, perhaps what was not and landed all the same, and each of it once. */
    private static void assertNothingIsLostOrTwice(NodeUnderTest node, SteadyLoad load, List<Integer> recorded) {
        for (int courier = 0; courier < COURIERS; courier++) {
            List<Answer> answers = load.answers(courier);
            String id = load.courierId(courier);
            int count = recorded.get(courier);
            await().atMost(LONG).until(() -> history(node, id).size() >= count);
            assertThat(history(node, id))
                    .hasSize(count)
                    .doesNotHaveDuplicates()
                    .containsAll(fixes(answers.stream().filter(Answer::isTaken)))
                    .isSubsetOf(fixes(answers.stream()));
        }
    }

    private static List<Instant> fixes(Stream<Answer> answers) {
        return answers.map(Answer::fixedAt).toList();
    }

    private static List<Instant> history(NodeUnderTest node, String courierId) {
        JsonNode page = node.get(courierId, "/positions?limit=1000").isOk().json();
        assertThat(page.path("nextCursor").isTextual()).as("one page holds all").isFalse();
        return page.path("positions").findValues("fixedAt").stream()
                .map(fixedAt -> Instant.parse(fixedAt.asText()))
                .toList();
    }

    private static List<Integer> recorded(NodeUnderTest node, SteadyLoad load) {
        return IntStream.range(0, COURIERS)
                .mapToObj(courier -> {
                    JsonNode latest =
                            node.get(load.courierId(courier), "").isOk().json();
                    return latest.path("positionCount").asInt();
                })
                .toList();
    }
}

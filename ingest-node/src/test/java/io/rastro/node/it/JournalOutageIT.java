package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.it.SteadyLoad.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cassandra stands still for longer than its driver waits, under a constant load, and goes on. */
class JournalOutageIT {

    private static final int COURIERS = 100;
    private static final int PER_SECOND = 100;
    private static final Duration OUTAGE = Duration.ofSeconds(6);

    /** From the beginning of the outage to the first refusal: 0.55 s by the settings, and what a busy machine adds. */
    private static final Duration DETECTION = Duration.ofMillis(1_200);

    /** A post that was sent before that waits for its courier: the ask time-out, and what a busy machine adds. */
    private static final double LONGEST_MILLIS = 2_000;

    private static final double REFUSAL_MILLIS = 100;
    private static final Duration BACK = Duration.ofSeconds(5);

    @Test
    void postsAreRefusedAtOnceWhileItLastsAndTakenSoonAfterIt() throws Exception {
        try (NodeUnderTest node = NodeUnderTest.start("");
                SteadyLoad load = new SteadyLoad(node.base(), "out-" + UUID.randomUUID(), COURIERS, PER_SECOND)) {
            awaitTakenFromAll(load);
            long began = System.nanoTime();
            signal(node.cassandraPid(), "STOP");
            Thread.sleep(OUTAGE.toMillis());
            long ended = System.nanoTime();
            signal(node.cassandraPid(), "CONT");
            Thread.sleep(BACK.toMillis() + 1_000);
            load.close();
            await().until(() -> load.unanswered() == 0);

            List<Answer> refusals = load.answers(began + DETECTION.toNanos(), ended);
            assertThat(refusals).hasSizeGreaterThan(PER_SECOND * 3).allMatch(Answer::isRefused);
            assertThat(SteadyLoad.percentile(refusals, 99)).isLessThan(REFUSAL_MILLIS);
            assertThat(load.answers(began, ended))
                    .allMatch(answer -> answer.isTaken() || answer.isRefused())
                    .allMatch(answer -> answer.millis() < LONGEST_MILLIS);
            assertThat(load.lastOfAllMillis(ended, Answer::isTaken))
                    .as("until the last courier has taken a position again, in ms")
                    .isBetween(0.0, (double) BACK.toMillis());

            List<Integer> recorded = recorded(node, load);
            assertNothingIsLostOrTwice(load, recorded);
            node.restart();
            assertThat(recorded(node, load)).as("read back from the journal").isEqualTo(recorded);
        }
    }

    /** A second and a half in which every post was taken: the node is warm. */
    private static void awaitTakenFromAll(SteadyLoad load) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            long now = System.nanoTime();
            List<Answer> newest = load.answers(now - 2_000_000_000L, now - 500_000_000L);
            return newest.size() >= PER_SECOND && newest.stream().allMatch(Answer::isTaken);
        });
    }

    /** All that was acknowledged, and perhaps what was not and landed all the same. */
    private static void assertNothingIsLostOrTwice(SteadyLoad load, List<Integer> recorded) {
        for (int courier = 0; courier < COURIERS; courier++) {
            List<Answer> answers = load.answers(courier);
            int taken = (int) answers.stream().filter(Answer::isTaken).count();
            assertThat(recorded.get(courier)).isBetween(taken, answers.size());
        }
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

    private static void signal(long pid, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}

package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** Positions that are there when it returns. */
final class Posting {

    private static final Duration SOON = Duration.ofSeconds(60);

    private Posting() {}

    /** As every client has to: again after a 503, and while nobody listens. */
    static void untilAcknowledged(NodeUnderTest node, String courierId, String json) {
        Instant end = Instant.now().plus(SOON);
        while (true) {
            try {
                Answer answer = node.post(courierId, json);
                if (answer.status() != 503) {
                    answer.isOk();
                    return;
                }
                assertThat(Instant.now()).as("%s", answer).isBefore(end);
            } catch (UncheckedIOException away) {
                assertThat(Instant.now()).as("%s", away).isBefore(end);
            }
            sleep();
        }
    }

    /** Until the table has them all. */
    static void awaitHistory(NodeUnderTest node, String courierId, int count) {
        Instant end = Instant.now().plus(SOON);
        while (read(node, courierId) < count) {
            assertThat(Instant.now()).isBefore(end);
            sleep();
        }
    }

    private static int read(NodeUnderTest node, String courierId) {
        int read = 0;
        String cursor = "";
        do {
            var page = node.get(courierId, "/positions?limit=1000" + cursor).json();
            read += page.path("positions").size();
            cursor = "&cursor=" + page.path("nextCursor").asText();
        } while (!cursor.equals("&cursor=null"));
        return read;
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

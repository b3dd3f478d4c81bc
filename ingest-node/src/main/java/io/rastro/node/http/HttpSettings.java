package io.rastro.node.http;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * {@code rastro.http} in {@code application.conf}, where each key is explained.
 *
 * @param port 0: any that is free
 * @param maxBody bytes as they are sent
 * @param maxInflatedBody bytes
 * @param maxBodyMemory bytes of all bodies, as they are sent and inflated, of requests that are not answered yet
 * @param maxPositions of one request
 * @param maxCouriers of one request of the gateway route
 * @param bodyTimeout from the head of a request to the end of its body
 * @param maxInFlight requests that wait for an entity or the table
 * @param answerWithin what couriers and accounts are to answer in; fewer requests are taken when they do not
 * @param maxLive connections that watch
 * @param leaveDelay from the word to stop to the end of listening
 * @param corsOrigins empty: no page of another origin may read
 */
public record HttpSettings(
        String host,
        int port,
        int maxBody,
        int maxInflatedBody,
        int maxBodyMemory,
        int maxPositions,
        int maxCouriers,
        Duration bodyTimeout,
        int maxInFlight,
        Duration answerWithin,
        int maxLive,
        Set<String> corsOrigins,
        Duration leaveDelay,
        Duration drainTimeout) {

    private static final int SMALLEST_BODY = 1 << 10;
    private static final int LARGEST_BODY = 256 << 20;

    private static final int MOST_OF_ALL_BODIES = 1 << 30;

    public HttpSettings {
        if (maxBodyMemory < maxBody + maxInflatedBody) {
            throw new IllegalArgumentException("setting rastro.http.max-body-memory must be at least as much as"
                    + " max-body and max-inflated-body together, or the largest body could never be taken");
        }
    }

    /** @param root the whole configuration, so that a wrong value is named by its full key */
    public static HttpSettings from(Config root) {
        return new HttpSettings(
                Settings.textOf(root, "rastro.http.host"),
                Settings.intIn(root, "rastro.http.port", 0, 65_535),
                Settings.bytesIn(root, "rastro.http.max-body", SMALLEST_BODY, LARGEST_BODY),
                Settings.bytesIn(root, "rastro.http.max-inflated-body", SMALLEST_BODY, LARGEST_BODY),
                Settings.bytesIn(root, "rastro.http.max-body-memory", 2 * SMALLEST_BODY, MOST_OF_ALL_BODIES),
                Settings.intIn(root, "rastro.http.max-positions", 1, 100_000),
                Settings.intIn(root, "rastro.http.max-couriers", 1, 10_000),
                Settings.durationIn(root, "rastro.http.body-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                Settings.intIn(root, "rastro.http.max-in-flight", 16, 100_000),
                Settings.durationIn(root, "rastro.http.answer-within", Duration.ofMillis(10), Duration.ofMinutes(1)),
                Settings.intIn(root, "rastro.http.max-live", 1, 1_000_000),
                Set.copyOf(root.getStringList("rastro.http.cors-origins")),
                Settings.durationIn(root, "rastro.http.leave-delay", Duration.ZERO, Duration.ofSeconds(30)),
                Settings.durationIn(root, "rastro.http.drain-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)));
    }
}

package io.rastro.proving.system;

import io.rastro.devstack.Endpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for everything behind the journal. */
public final class Drain {

    private static final long POLL_MILLIS = 500;

    private Drain() {}

    /**
     * Until every sink has committed what is in Kafka, and nothing waits for Kafka.
     *
     * @param endpoints as they are now
     * @return how long that took; null when it was not so in time
     */
    public static @Nullable Duration await(Supplier<Endpoints> endpoints, Duration atMost) throws InterruptedException {
        String kafka = Objects.requireNonNull(endpoints.get().kafka(), "the system has no Kafka");
        try (Backlog backlog = Backlog.of(kafka)) {
            return poll(() -> isDrained(endpoints.get(), backlog), atMost);
        }
    }

    /**
     * Until nothing waits for Kafka, however far who reads from it has come.
     *
     * @param endpoints as they are now
     * @return how long that took; null when it was not so in time
     */
    public static @Nullable Duration awaitPublished(Supplier<Endpoints> endpoints, Duration atMost)
            throws InterruptedException {
        return poll(() -> isPublished(endpoints.get()), atMost);
    }

    private static @Nullable Duration poll(BooleanSupplier isDone, Duration atMost) throws InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < atMost.toNanos()) {
            if (isDone.getAsBoolean()) {
                return Duration.ofNanos(System.nanoTime() - began);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return null;
    }

    private static boolean isPublished(Endpoints endpoints) {
        try {
            return Outboxes.unpublished(endpoints.http()) == 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isDrained(Endpoints endpoints, Backlog backlog) {
        try {
            return isPublished(endpoints) && backlog.read().worst() == 0;
        } catch (BacklogException notYet) {
            return false;
        }
    }
}

package io.rastro.sharding.geofence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeofencesTest {

    private static final String JSON = "{\"type\":\"Point\",\"coordinates\":[%s,0],\"radiusM\":100}";

    private final ActorTestKit kit = ActorTestKit.create();
    private final UnsureStore store = new UnsureStore();

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void readsAllThatIsThere() {
        IntStream.range(0, 100).forEach(i -> store.put("g-" + i, JSON.formatted(i)));
        Geofences geofences = started();

        assertThat(geofences.index().size()).isEqualTo(100);
        assertThat(geofences.index().get("g-42").shape().contains(0, 42)).isTrue();
    }

    @Test
    void whatWasPutIsThereWhenItIsAnswered() throws Exception {
        Geofences geofences = started();

        assertThat(join(geofences.put(geofence("g-1", 1)))).isTrue();
        assertThat(geofences.index().get("g-1").shape().contains(0, 1)).isTrue();
        assertThat(join(geofences.put(geofence("g-1", 2)))).isFalse();
        assertThat(geofences.index().get("g-1").shape().contains(0, 1)).isFalse();
        assertThat(join(geofences.delete("g-1"))).isTrue();
        assertThat(geofences.index().isEmpty()).isTrue();
        assertThat(join(geofences.delete("g-1"))).isFalse();
    }

    /** As when a node was cut off from the others while they told it. */
    @Test
    void findsOutByItselfWhatNobodyTold() {
        store.put("gone", JSON.formatted(1));
        Geofences geofences = started();
        store.put("new", JSON.formatted(2));
        store.remove("gone");

        await().until(() ->
                geofences.index().get("new") != null && geofences.index().get("gone") == null);
    }

    @Test
    void readsAgainWhatCouldNotBeRead() {
        store.put("g-1", JSON.formatted(1));
        store.failures = 3;
        Geofences geofences = started();

        assertThat(store.failures).isZero();
        assertThat(geofences.index().get("g-1")).isNotNull();
    }

    /** An answer that is older than the write must not be the last word. */
    @Test
    void readsOnceMoreWhatChangedWhileItWasRead() throws Exception {
        Geofences geofences = started();
        store.holdReads = true;
        CompletionStage<Boolean> first = geofences.put(geofence("g-1", 1));
        await().until(() -> store.held.size() == 1);
        CompletionStage<Boolean> second = geofences.put(geofence("g-1", 2));
        store.holdReads = false;
        store.held.forEach(Runnable::run);

        join(first);
        join(second);
        assertThat(geofences.index().get("g-1").shape().contains(0, 2)).isTrue();
    }

    /** Written by a later version. */
    @Test
    void leavesOutWhatItCannotRead() {
        store.put("g-1", "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Sphere\"}}");
        store.put("g-2", JSON.formatted(2));
        Geofences geofences = started();

        assertThat(geofences.index().page("", 10)).extracting(Geofence::id).containsExactly("g-2");
    }

    private Geofences started() {
        Geofences geofences = Geofences.alone(kit.system(), store, Duration.ofMillis(300));
        geofences.complete().toCompletableFuture().join();
        return geofences;
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Geofence geofence(String id, int lon) throws InvalidGeofenceException {
        return GeofenceJson.read(id, JSON.formatted(lon).getBytes(UTF_8));
    }

    /** In memory, and fails or waits when it is told to. The real one: GeofencesIT of the node. */
    private static final class UnsureStore implements GeofenceStore {

        private final Map<String, Stored> stored = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
        private volatile int failures;
        private volatile boolean holdReads;

        void put(String id, String json) {
            stored.put(id, new Stored(UUID.randomUUID(), json));
        }

        void remove(String id) {
            stored.remove(id);
        }

        private synchronized boolean fails() {
            failures = Math.max(0, failures - 1);
            return failures > 0;
        }

        @Override
        public CompletionStage<Map<String, UUID>> versions() {
            return fails()
                    ? CompletableFuture.failedStage(new IllegalStateException("away"))
                    : CompletableFuture.completedStage(stored.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, each -> each.getValue().version())));
        }

        @Override
        public CompletionStage<Optional<Stored>> read(String id) {
            if (fails()) {
                return CompletableFuture.failedStage(new IllegalStateException("away"));
            }
            Optional<Stored> now = Optional.ofNullable(stored.get(id));
            CompletableFuture<Optional<Stored>> answer = new CompletableFuture<>();
            if (holdReads) {
                held.add(() -> answer.complete(now));
            } else {
                answer.complete(now);
            }
            return answer;
        }

        @Override
        public CompletionStage<Boolean> write(String id, String json) {
            return CompletableFuture.completedStage(stored.put(id, new Stored(UUID.randomUUID(), json)) == null);
        }

        @Override
        public CompletionStage<Boolean> delete(String id) {
            return CompletableFuture.completedStage(stored.remove(id) != null);
        }
    }
}

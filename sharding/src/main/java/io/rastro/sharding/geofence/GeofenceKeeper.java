package io.rastro.sharding.geofence;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.rastro.sharding.geofence.GeofenceStore.Stored;
import io.rastro.sharding.remote.RemoteMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what one node knows of the geofences like the store. It is told when one has changed, and compares everything
 * every {@link #COMPARE}, because it may not have been told; what is different it reads again, so that it does not matter in
 * which order it is told.
 */
final class GeofenceKeeper extends AbstractBehavior<GeofenceKeeper.Command> {

    /** Well below {@link Crossings#UNHEARD_OF_MILLIS}. */
    static final Duration COMPARE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final int READS_AT_ONCE = 32;
    private static final Logger LOG = LoggerFactory.getLogger(GeofenceKeeper.class);

    sealed interface Command {}

    /** Somebody wrote or deleted it; {@code replyTo} is told {@link Applied} when this node has it so. */
    record Changed(String id, ActorRef<Applied> replyTo) implements Command, RemoteMessage {}

    enum Applied implements RemoteMessage {
        INSTANCE
    }

    private record Compared(@Nullable Map<String, UUID> versions) implements Command {}

    private record Read(String id, @Nullable Optional<Stored> stored) implements Command {}

    enum Timer implements Command {
        COMPARE,
        READ,
        INDEX
    }

    private record Known(UUID version, @Nullable Geofence geofence) {}

    private final GeofenceStore store;
    private final Duration compareEvery;
    private final TimerScheduler<Command> timers;
    private final Consumer<GeofenceIndex> changed;
    private final CompletableFuture<Done> complete;
    private final Map<String, Known> known = new HashMap<>();
    /** What is to be read, and who waits for it. */
    private final Map<String, List<ActorRef<Applied>>> wanted = new LinkedHashMap<>();
    /** What is being read, and who waited for it before that began. */
    private final Map<String, List<ActorRef<Applied>>> reading = new HashMap<>();

    private final List<ActorRef<Applied>> tellWhenIndexed = new ArrayList<>();
    private boolean comparing;
    private boolean compared;

    /**
     * @param compareEvery usually {@link #COMPARE}
     * @param changed is told every new index
     * @param complete when everything was read once
     */
    static Behavior<Command> create(
            GeofenceStore store,
            Duration compareEvery,
            Consumer<GeofenceIndex> changed,
            CompletableFuture<Done> complete) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new GeofenceKeeper(context, timers, store, compareEvery, changed, complete)));
    }

    private GeofenceKeeper(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            GeofenceStore store,
            Duration compareEvery,
            Consumer<GeofenceIndex> changed,
            CompletableFuture<Done> complete) {
        super(context);
        this.store = store;
        this.compareEvery = compareEvery;
        this.timers = timers;
        this.changed = changed;
        this.complete = complete;
        context.getSelf().tell(Timer.COMPARE);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Changed.class, this::onChanged)
                .onMessage(Read.class, this::onRead)
                .onMessage(Compared.class, this::onCompared)
                .onMessageEquals(Timer.COMPARE, this::compare)
                .onMessageEquals(Timer.READ, this::read)
                .onMessageEquals(Timer.INDEX, this::index)
                .build();
    }

    private Behavior<Command> onChanged(Changed change) {
        want(change.id(), List.of(change.replyTo()));
        return read();
    }

    private void want(String id, List<ActorRef<Applied>> waiting) {
        wanted.computeIfAbsent(id, any -> new ArrayList<>(1)).addAll(waiting);
    }

    private Behavior<Command> compare() {
        if (!comparing) {
            comparing = true;
            getContext()
                    .pipeToSelf(
                            store.versions(), (versions, failure) -> new Compared(failure == null ? versions : null));
        }
        return this;
    }

    private Behavior<Command> onCompared(Compared answer) {
        comparing = false;
        Map<String, UUID> versions = answer.versions();
        timers.startSingleTimer(Timer.COMPARE, versions == null && !compared ? AGAIN : compareEvery);
        if (versions == null) {
            return this;
        }
        compared = true;
        versions.forEach((id, version) -> {
            Known now = known.get(id);
            if (now == null || !now.version.equals(version)) {
                want(id, List.of());
            }
        });
        known.keySet().stream().filter(id -> !versions.containsKey(id)).forEach(id -> want(id, List.of()));
        indexSoon();
        return read();
    }

    /** One read of each at a time, begun after it was wanted. */
    private Behavior<Command> read() {
        Iterator<Map.Entry<String, List<ActorRef<Applied>>>> entries =
                wanted.entrySet().iterator();
        while (entries.hasNext() && reading.size() < READS_AT_ONCE) {
            Map.Entry<String, List<ActorRef<Applied>>> entry = entries.next();
            String id = entry.getKey();
            if (reading.putIfAbsent(id, entry.getValue()) == null) {
                entries.remove();
                getContext()
                        .pipeToSelf(store.read(id), (stored, failure) -> new Read(id, failure == null ? stored : null));
            }
        }
        return this;
    }

    private Behavior<Command> onRead(Read read) {
        List<ActorRef<Applied>> waiting = Objects.requireNonNull(reading.remove(read.id()));
        Optional<Stored> stored = read.stored();
        if (stored == null) {
            want(read.id(), waiting);
            timers.startSingleTimer(Timer.READ, AGAIN);
            return this;
        }
        if (stored.isPresent()) {
            known.put(read.id(), new Known(stored.get().version(), parsed(read.id(), stored.get())));
        } else {
            known.remove(read.id());
        }
        tellWhenIndexed.addAll(waiting);
        indexSoon();
        return read();
    }

    private static @Nullable Geofence parsed(String id, Stored stored) {
        try {
            return GeofenceJson.read(id, stored.json().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidGeofenceException e) {
            LOG.warn("a stored geofence is left out, which this version cannot read: {}", e.getMessage());
            return null;
        }
    }

    /** Many changes, one index: all of it is made anew. */
    private void indexSoon() {
        if (!timers.isTimerActive(Timer.INDEX)) {
            timers.startSingleTimer(Timer.INDEX, SOON);
        }
    }

    private Behavior<Command> index() {
        changed.accept(new GeofenceIndex(known.values().stream()
                .flatMap(one -> Stream.ofNullable(one.geofence))
                .toList()));
        tellWhenIndexed.forEach(waiting -> waiting.tell(Applied.INSTANCE));
        tellWhenIndexed.clear();
        if (compared && wanted.isEmpty() && reading.isEmpty()) {
            complete.complete(Done.getInstance());
        }
        return this;
    }
}

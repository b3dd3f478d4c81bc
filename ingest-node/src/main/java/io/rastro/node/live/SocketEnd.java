package io.rastro.node.live;

import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How one WebSocket ends. A route keeps it to end its socket by itself, from any thread. */
final class SocketEnd {

    /**
     * From the last text to the end of the connection. The stack waits for the peer's close frame for less; beyond that the
     * peer does not even take ours.
     */
    static final Duration CUT_AFTER = Duration.ofSeconds(5);

    private final ClassicActorSystemProvider system;
    private final AtomicReference<@Nullable Close> close = new AtomicReference<>();
    private final SharedKillSwitch texts = KillSwitches.shared("texts");
    private final SharedKillSwitch connection = KillSwitches.shared("connection");
    private volatile boolean over;

    SocketEnd(ClassicActorSystemProvider system) {
        this.system = system;
    }

    /** Closes the socket after the text that it is at. The first of several is the one that the peer is told. */
    void close(Close why) {
        close.compareAndSet(null, why);
        texts.shutdown();
    }

    /** The client sends no more. */
    void heardAll() {
        texts.shutdown();
    }

    Optional<Close> why() {
        return Optional.ofNullable(close.get());
    }

    /** Whether no text goes out any more. What comes in is of no interest then. */
    boolean isOver() {
        return over || close.get() != null;
    }

    <T> Flow<T, T, NotUsed> texts() {
        return Flow.<T>create().via(texts.flow()).watchTermination((ignored, ended) -> {
            ended.whenComplete((done, failure) -> cutSoon());
            return NotUsed.getInstance();
        });
    }

    <T> Flow<T, T, NotUsed> connection() {
        return Flow.<T>create().via(connection.flow());
    }

    private void cutSoon() {
        over = true;
        system.classicSystem()
                .scheduler()
                .scheduleOnce(
                        CUT_AFTER,
                        () -> connection.abort(new TimeoutException("the peer does not take the close frame")),
                        system.classicSystem().dispatcher());
    }
}

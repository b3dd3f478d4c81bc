package io.rastro.sharding.live;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import io.rastro.sharding.FaultyJournal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One entity of some kind over its lives, of which one begins when the one before it has ended. */
public interface WatchedEntity {

    Duration A_WHILE = Duration.ofSeconds(20);

    /** Makes one that was never seen. */
    @FunctionalInterface
    interface Create {
        WatchedEntity of(ActorTestKit kit, FaultyJournal journal);
    }

    String id();

    String persistenceId();

    LiveItems<?> items();

    /** Its next life, maybe on another node. */
    void start();

    /** Returns when it has ended. */
    void stop();

    /** Returns when it wants to leave memory. */
    void awaitLeaving();

    /** To the life that is. */
    void watch(@Nullable Cursor seen, ActorRef<Feed> watcher);

    /** Tells it so many new items. @return what who watches is to be shown of them, made by the test */
    List<LiveFrame.Item> record(int items, Random random);

    /** Has it write an event without items, if it writes any while it lives. */
    default void pass() {}
}

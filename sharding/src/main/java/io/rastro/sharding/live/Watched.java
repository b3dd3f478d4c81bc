package io.rastro.sharding.live;

import akka.actor.typed.ActorRef;
import io.rastro.sharding.journal.JournalReader;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session watches.
 *
 * @param items of its kind
 * @param subscribe tells the entity that the watcher has seen everything up to the cursor (null: nothing, and wants what
 *     is live)
 */
public record Watched(
        String entityId,
        String persistenceId,
        JournalReader journal,
        LiveItems<?> items,
        BiConsumer<@Nullable Cursor, ActorRef<Feed>> subscribe) {}

package io.rastro.node.start;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;

/** Whether the node wants traffic: from the end of its start to the beginning of its stop. */
final class Readiness implements Extension {

    private static final Id ID = new Id();

    private volatile boolean ready;
    private volatile boolean stops;

    private static final class Id extends ExtensionId<Readiness> {
        @Override
        public Readiness createExtension(ActorSystem<?> system) {
            return new Readiness();
        }
    }

    static Readiness of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    void begin() {
        ready = true;
    }

    /** Also before it has begun. */
    void end() {
        stops = true;
    }

    boolean isReady() {
        return ready && !stops;
    }
}

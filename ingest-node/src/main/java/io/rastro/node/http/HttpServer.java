package io.rastro.node.http;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the routes, and lets go of them in the order in which a node stops. */
public final class HttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** For connections whose requests are not answered by then. */
    private static final Duration LAST = Duration.ofMillis(200);

    private HttpServer() {}

    /**
     * @param live ended when the node stops taking connections, so that watchers go to another node at once
     * @return completes when connections are taken
     */
    public static CompletionStage<ServerBinding> bind(
            ActorSystem<?> system,
            HttpSettings settings,
            List<Route> routes,
            HttpMeters meters,
            Supplier<CompletionStage<Done>> live) {
        Leaving leaving = new Leaving();
        Router router =
                new Router(system, routes, meters, new CrossOrigin(Set.copyOf(settings.corsOrigins())), leaving);
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
                        "leave",
                        () -> leaving.begin(system, settings.leaveDelay()));
        CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseServiceUnbind(), "end-live", live);
        return Connections.bind(system, settings.host(), settings.port(), router)
                .thenApply(binding -> {
                    LOG.info("http listens address={}", binding.localAddress());
                    endWithSystem(system, binding, leaving, settings.drainTimeout());
                    return binding;
                });
    }

    private static void endWithSystem(
            ActorSystem<?> system, ServerBinding binding, Leaving leaving, Duration drainTimeout) {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "end-listening", binding::unbind);
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceRequestsDone(),
                "end-connections",
                () -> leaving.answered(system, drainTimeout)
                        .thenCompose(done -> binding.terminate(LAST))
                        .thenApply(ended -> Done.getInstance()));
    }
}

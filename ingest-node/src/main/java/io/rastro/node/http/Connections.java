package io.rastro.node.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.event.Logging;
import akka.http.impl.engine.server.GracefulTerminatorStage;
import akka.http.impl.engine.server.MasterServerTerminator;
import akka.http.impl.engine.server.ServerTerminator;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.scaladsl.Http$;
import akka.stream.BidiShape;
import akka.stream.Graph;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.TLSPlacebo;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;

/**
 * Listens, and serves every connection with Akka HTTP's own layers, put together as it does by itself (there is no other way to
 * get between them and the connection, see {@link ConnectionStage}). The types of the end are internal ones of the version that
 * docs/adr/0001 pins.
 */
final class Connections {

    private final ActorSystem<?> system;
    private final ServerSettings settings;
    private final Optional<Duration> idle;
    private final Router router;
    private final ExecutionContext executor;
    private final MasterServerTerminator terminator;
    private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, ServerTerminator> http;

    private Connections(ActorSystem<?> system, ServerSettings settings, Router router) {
        this.system = system;
        this.settings = settings;
        this.router = router;
        this.idle = settings.getTimeouts().idleTimeout() instanceof FiniteDuration finite
                ? Optional.of(Duration.ofNanos(finite.toNanos()))
                : Optional.empty();
        this.executor = system.executionContext();
        this.terminator =
                new MasterServerTerminator(Logging.getLogger(Adapter.toClassic(system), "io.rastro.node.http"));
        this.http = layers(system, settings);
    }

    static CompletionStage<ServerBinding> bind(ActorSystem<?> system, String host, int port, Router router) {
        ServerSettings settings = ServerSettings.create(Adapter.toClassic(system));
        Connections connections = new Connections(system, settings, router);
        return Tcp.get(system)
                .bind(host, port, settings.getBacklog(), settings.getSocketOptions(), false, Optional.empty())
                .mapAsyncUnordered(settings.getMaxConnections(), connections::serve)
                .to(Sink.ignore())
                .run(system)
                .thenApply(connections::bound);
    }

    private ServerBinding bound(Tcp.ServerBinding tcp) {
        return new ServerBinding(new akka.http.scaladsl.Http.ServerBinding(
                tcp.localAddress(),
                () -> FutureConverters.asScala(tcp.unbind().thenApply(unbound -> BoxedUnit.UNIT)),
                atMost -> terminator.terminate(atMost, executor)));
    }

    private CompletionStage<?> serve(Tcp.IncomingConnection connection) {
        return Flow.fromGraph(new ConnectionStage(this::flow, idle))
                .watchTermination(Keep.right())
                .join(connection.flow())
                .addAttributes(Http$.MODULE$.cancellationStrategyAttributeForDelay(FiniteDuration.fromNanos(
                        settings.getStreamCancellationDelay().toNanos())))
                .run(system)
                // A connection that fails is no reason to take no more.
                .handle((done, failure) -> akka.Done.getInstance());
    }

    private Flow<ByteString, ByteString, ?> flow(UnaryOperator<HttpResponse> answered) {
        return Flow.of(HttpRequest.class)
                .mapAsync(
                        settings.getPipeliningLimit(),
                        request -> router.apply(request).thenApply(answered))
                .joinMat(http, Keep.right())
                .watchTermination((ending, ended) -> {
                    terminator.registerConnection(ending, executor);
                    ended.whenComplete((done, failure) -> terminator.removeConnection(ending));
                    return ending;
                });
    }

    /** The same classes under two names: those of Scala are the only ones there are. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, ServerTerminator> layers(
            ActorSystem<?> system, ServerSettings settings) {
        Graph<BidiShape<HttpResponse, HttpResponse, HttpRequest, HttpRequest>, ServerTerminator> ending =
                (Graph) new GracefulTerminatorStage((akka.http.scaladsl.settings.ServerSettings) settings);
        BidiFlow plain = TLSPlacebo.getInstance();
        return BidiFlow.fromGraph(ending)
                .atop(Http.get(system).serverLayer(settings).atop(plain), Keep.left());
    }
}

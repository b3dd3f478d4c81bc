package io.rastro.node.live;

import akka.Done;
import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.event.Logging;
import akka.event.LoggingAdapter;
import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameStart;
import akka.http.impl.engine.ws.UpgradeToWebSocketLowLevel;
import akka.http.impl.engine.ws.WebSocket;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.scaladsl.settings.WebSocketSettings;
import akka.pattern.Patterns;
import akka.stream.FlowShape;
import akka.stream.Graph;
import akka.stream.javadsl.Flow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * WebSockets that a node which stops closes with 1012, Service Restart: the client is to come back, and to another node.
 *
 * <p>Akka HTTP has no say in the code of a close: it is 1000 when the messages end. So its own stack is put together here,
 * as it does by itself, and that one frame is replaced. The types are internal ones of the version that docs/adr/0001 pins.
 */
final class RestartClose {

    /** RFC 6455 section 7.4.1 as the registry of codes has it since. */
    private static final int SERVICE_RESTART = 1012;

    private static final Duration POLL = Duration.ofMillis(20);

    private static final int NORMAL = 1000;
    private static final byte CLOSE = 8;

    private static final FrameStart RESTART_FRAME =
            FrameEvent.closeFrame(SERVICE_RESTART, "the node restarts, come back with your cursor", Option.empty());

    /** The peer answers with the code that it was sent, which this version takes for none; as a client masks it. */
    private static final FrameStart PEER_FRAME = FrameEvent.closeFrame(NORMAL, "", Option.apply(1));

    /** For the peer's close frame. */
    private static final FiniteDuration CLOSE_TIMEOUT = FiniteDuration.create(3, "s");

    private final WebSocketSettings settings;
    private final LoggingAdapter log;
    private final BooleanSupplier stops;
    private final ClassicActorSystemProvider system;
    private final AtomicInteger open = new AtomicInteger();

    /** @param stops whether the messages end because the node stops */
    RestartClose(ClassicActorSystemProvider system, BooleanSupplier stops) {
        this.settings = (WebSocketSettings)
                ServerSettings.create(system.classicSystem()).getWebsocketSettings();
        this.log = Logging.getLogger(system.classicSystem(), "io.rastro.node.live");
        this.stops = stops;
        this.system = system;
    }

    HttpResponse handle(WebSocketUpgrade upgrade, Flow<Message, Message, NotUsed> messages) {
        Flow<akka.http.scaladsl.model.ws.Message, akka.http.scaladsl.model.ws.Message, NotUsed> handler = Flow.of(
                        akka.http.scaladsl.model.ws.Message.class)
                .map(Message.class::cast)
                .via(messages)
                .map(Message::asScala);
        Flow<FrameEvent, FrameEvent, NotUsed> frames = Flow.of(FrameEvent.class)
                .map(frame -> isRestart(frame) ? PEER_FRAME : frame)
                .via(WebSocket.stack(true, settings, CLOSE_TIMEOUT, log).join(handler))
                .map(frame -> isRestart(frame) ? RESTART_FRAME : frame)
                .watchTermination((ignored, ended) -> {
                    open.incrementAndGet();
                    ended.whenComplete((done, failure) -> open.decrementAndGet());
                    return NotUsed.getInstance();
                });
        return ((UpgradeToWebSocketLowLevel) upgrade).handleFrames(objects(frames), Option.empty());
    }

    /** Completes when every socket is closed by both sides, or when the time is over. */
    CompletionStage<Done> closed(Duration atMost) {
        if (open.get() == 0 || atMost.isNegative()) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return Patterns.after(POLL, system, () -> closed(atMost.minus(POLL)));
    }

    private boolean isRestart(FrameEvent frame) {
        return frame instanceof FrameStart start
                && start.header().opcode().code() == CLOSE
                && start.lastPart()
                && stops.getAsBoolean();
    }

    /** Scala's {@code Any} is an object here. */
    @SuppressWarnings("unchecked")
    private static Graph<FlowShape<FrameEvent, FrameEvent>, Object> objects(
            Graph<FlowShape<FrameEvent, FrameEvent>, ?> graph) {
        return (Graph<FlowShape<FrameEvent, FrameEvent>, Object>) graph;
    }
}

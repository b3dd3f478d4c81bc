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
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.scaladsl.settings.WebSocketSettings;
import akka.pattern.Patterns;
import akka.stream.FlowShape;
import akka.stream.Graph;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * WebSockets of texts. A client that sends something else, or too much at once, is told so with the code of the close:
 *
 * <ul>
 *   <li>1000: the texts have ended.
 *   <li>1003: a binary frame.
 *   <li>1008: what the route says, see {@link SocketEnd#close}.
 *   <li>1009: a text of more than {@value #MAX_TEXT_BYTES} bytes, in however many frames.
 *   <li>1011: the texts or the {@link Listener} failed.
 *   <li>1012: the node stops.
 * </ul>
 *
 * <p>Akka HTTP has no say in the code of a close: it is 1000 when the texts end. So its own stack is put together here, as it
 * does by itself; the texts are ended, and that one frame is replaced. When they fail it would say 1011, and leave out texts
 * that came before. The types are internal ones of
 * the version that docs/adr/0001 pins. It takes 1012 to 1014 for no code at all, but only ends the connection for an
 * answering close frame, whatever that says.
 */
final class Sockets {

    /** What a client's text has at most: all that is held of one that comes in pieces. */
    static final int MAX_TEXT_BYTES = 4 * 1024;

    static final int NORMAL = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final byte CLOSE = 8;

    /** For the peer's close frame. */
    private static final FiniteDuration CLOSE_TIMEOUT = FiniteDuration.create(3, "s");

    /** Takes the texts of one client, one after the other. As long as it does not return, the client is not read on. */
    @FunctionalInterface
    interface Listener {

        /** @param socket to end it, with the reason for which the text is refused */
        void onText(String text, SocketEnd socket);
    }

    private final WebSocketSettings settings;
    private final LoggingAdapter log;
    private final ClassicActorSystemProvider system;
    private final SharedKillSwitch all = KillSwitches.shared("sockets");
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean ended;

    Sockets(ClassicActorSystemProvider system) {
        this.settings = (WebSocketSettings)
                ServerSettings.create(system.classicSystem()).getWebsocketSettings();
        this.log = Logging.getLogger(system.classicSystem(), "io.rastro.node.live");
        this.system = system;
    }

    /** @param texts what the client is sent, in UTF-8 */
    HttpResponse open(WebSocketUpgrade upgrade, Source<byte[], NotUsed> texts, Listener listener) {
        SocketEnd end = new SocketEnd(system);
        // Not coupled: the stack reads the peer's close frame only as long as somebody takes the messages before it.
        Flow<Message, Message, NotUsed> messages =
                Flow.fromSinkAndSource(incoming(listener, end), outgoing(texts, end));
        Flow<akka.http.scaladsl.model.ws.Message, akka.http.scaladsl.model.ws.Message, NotUsed> handler = Flow.of(
                        akka.http.scaladsl.model.ws.Message.class)
                .map(Message.class::cast)
                .via(messages)
                .map(Message::asScala);
        Flow<FrameEvent, FrameEvent, NotUsed> frames = IncomingFrames.untilRefused(end)
                .via(WebSocket.stack(true, settings, CLOSE_TIMEOUT, log).join(handler))
                .map(frame -> isNormalClose(frame) ? closeFrame(frame, end) : frame)
                .via(end.connection())
                .watchTermination((ignored, closed) -> {
                    open.incrementAndGet();
                    closed.whenComplete((done, failure) -> open.decrementAndGet());
                    return NotUsed.getInstance();
                });
        return ((UpgradeToWebSocketLowLevel) upgrade).handleFrames(objects(frames), Option.empty());
    }

    /**
     * Ends every socket with 1012 after the text that it is at, and each that is opened later at once.
     *
     * @return completes when every socket is closed by both sides, or when the time is over
     */
    CompletionStage<Done> end(Duration atMost) {
        ended = true;
        all.shutdown();
        return closed(atMost);
    }

    private CompletionStage<Done> closed(Duration atMost) {
        if (open.get() == 0 || atMost.isNegative()) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return Patterns.after(POLL, system, () -> closed(atMost.minus(POLL)));
    }

    private static Sink<Message, NotUsed> incoming(Listener listener, SocketEnd end) {
        return Flow.of(Message.class)
                .flatMapConcat(Sockets::text)
                .toMat(Sink.foreach(text -> hear(text, listener, end)), Keep.right())
                .mapMaterializedValue(heard -> {
                    // A failure is the client's: it went in the middle of a message or broke the protocol, and is told
                    // so.
                    heard.whenComplete((done, failure) -> end.heardAll());
                    return NotUsed.getInstance();
                });
    }

    private static void hear(String text, Listener listener, SocketEnd end) {
        if (end.isOver()) {
            return;
        }
        try {
            listener.onText(text, end);
        } catch (RuntimeException failure) {
            failed(failure, end);
        }
    }

    private static Source<String, ?> text(Message message) {
        TextMessage text = message.asTextMessage();
        return text.isStrict()
                ? Source.single(text.getStrictText())
                : text.getStreamedText()
                        .fold(new StringBuilder(), StringBuilder::append)
                        .map(StringBuilder::toString);
    }

    private Source<Message, NotUsed> outgoing(Source<byte[], NotUsed> texts, SocketEnd end) {
        return texts.via(all.flow())
                .mapError(Throwable.class, failure -> {
                    failed(failure, end);
                    return failure;
                })
                .onErrorComplete()
                .via(end.texts())
                .map(text -> TextMessage.create(new String(text, StandardCharsets.UTF_8)));
    }

    private static void failed(Throwable failure, SocketEnd end) {
        LOG.error("live socket failed", failure);
        end.close(Close.FAILED);
    }

    private static boolean isNormalClose(FrameEvent frame) {
        return frame instanceof FrameStart start
                && start.header().opcode().code() == CLOSE
                && start.data().size() >= 2
                && start.data().iterator().getShort(ByteOrder.BIG_ENDIAN) == NORMAL;
    }

    private FrameEvent closeFrame(FrameEvent normal, SocketEnd end) {
        Optional<Close> why = end.why().or(() -> ended ? Optional.of(Close.RESTART) : Optional.empty());
        return why.<FrameEvent>map(close -> FrameEvent.closeFrame(close.code(), close.reason(), Option.empty()))
                .orElse(normal);
    }

    /** Scala's {@code Any} is an object here. */
    @SuppressWarnings("unchecked")
    private static Graph<FlowShape<FrameEvent, FrameEvent>, Object> objects(
            Graph<FlowShape<FrameEvent, FrameEvent>, ?> graph) {
        return (Graph<FlowShape<FrameEvent, FrameEvent>, Object>) graph;
    }
}

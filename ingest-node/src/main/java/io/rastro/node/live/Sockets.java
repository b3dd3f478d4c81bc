package io.rastro.node.live;

import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.UpgradeToWebSocketLowLevel;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.scaladsl.settings.WebSocketSettings;
import akka.stream.FanInShape2;
import akka.stream.FlowShape;
import akka.stream.Graph;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.GraphDSL;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.rastro.node.http.HandOver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * WebSockets of texts. A client that sends something else, or too much at once, is told so with the code of the close:
 *
 * <ul>
 *   <li>1000: the texts have ended.
 *   <li>1002: what is sent is against the protocol.
 *   <li>1003: a binary frame.
 *   <li>1007: a text that is not UTF-8.
 *   <li>1008: what the {@link Listener} says.
 *   <li>1009: a text of more than {@value #MAX_TEXT_BYTES} bytes, in however many frames.
 *   <li>1011: the texts or the {@link Listener} failed.
 *   <li>1012: the node stops.
 * </ul>
 *
 * <p>The handshake is Akka HTTP's. Its frames are not: they are thirty stages a connection, a message is made into bytes for
 * each one that it is sent to, and the code of a close is 1000 whatever the reason. So the flow that it hands the connection
 * over to is replaced by {@link SocketStage}; the header of the answer which holds it is an internal type of the version that
 * docs/adr/0001 pins.
 */
final class Sockets {

    /** What a client's text has at most: all that is held of one that comes in pieces. */
    static final int MAX_TEXT_BYTES = 4 * 1024;

    private static final Graph<FlowShape<FrameEvent, FrameEvent>, Object> REPLACED =
            Flow.of(FrameEvent.class).mapMaterializedValue(ignored -> (Object) ignored);

    /** Takes the texts of one client, one after the other. As long as it does not return, the client is not read on. */
    @FunctionalInterface
    interface Listener {

        /** @param close ends the socket, with the reason for which the text is refused; only until this returns */
        void onText(String text, Consumer<Close> close);
    }

    private final OpenConnections open;
    private final Optional<Duration> pingAfter;

    Sockets(ClassicActorSystemProvider system, OpenConnections open) {
        this.open = open;
        WebSocketSettings settings = (WebSocketSettings)
                ServerSettings.create(system.classicSystem()).getWebsocketSettings();
        this.pingAfter = settings.periodicKeepAliveMaxIdle() instanceof FiniteDuration quiet
                ? Optional.of(Duration.ofNanos(quiet.toNanos()))
                : Optional.empty();
    }

    HttpResponse open(WebSocketUpgrade upgrade, Source<Text, NotUsed> texts, Listener listener) {
        HttpResponse answer = ((UpgradeToWebSocketLowLevel) upgrade).handleFrames(REPLACED, Option.empty());
        return answer.removeHeader(UpgradeToOtherProtocolResponseHeader.class.getSimpleName())
                .addHeader(HandOver.to(bytes(texts, listener)));
    }

    private Flow<ByteString, ByteString, NotUsed> bytes(Source<Text, NotUsed> texts, Listener listener) {
        return Flow.fromGraph(GraphDSL.create(builder -> {
            FanInShape2<ByteString, Text, ByteString> socket = builder.add(new SocketStage(listener, open, pingAfter));
            builder.from(builder.add(texts)).toInlet(socket.in1());
            return FlowShape.of(socket.in0(), socket.out());
        }));
    }
}

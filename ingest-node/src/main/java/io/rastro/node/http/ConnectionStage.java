package io.rastro.node.http;

import akka.http.impl.engine.HttpIdleTimeoutException;
import akka.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;

/**
 * The bytes of one connection: HTTP's, and when an answer hands the connection over to another protocol, that one's. HTTP is a
 * stream of its own in the connection's actor, which is gone by then: Akka HTTP by itself keeps all of it for as long as the
 * connection lasts, 14 KiB of each WebSocket.
 *
 * <p>A connection on which nothing moves for a while fails.
 */
final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {

    /** How exactly the end of the idle time is met: a fifth of it. */
    private static final int LOOKS = 5;

    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(Inlet.create("in"), Outlet.create("out"));
    private final Function<UnaryOperator<HttpResponse>, Flow<ByteString, ByteString, ?>> http;
    private final Optional<Duration> idle;

    /**
     * @param http the flow of one connection, every answer of which goes through the function that it is given
     * @param idle how long nothing may move; empty: for ever
     */
    ConnectionStage(
            Function<UnaryOperator<HttpResponse>, Flow<ByteString, ByteString, ?>> http, Optional<Duration> idle) {
        this.http = http;
        this.idle = idle;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic(this);
    }

    private static final class Logic extends TimerGraphStageLogic {

        private final Inlet<ByteString> in;
        private final Outlet<ByteString> out;
        private final Optional<Duration> idle;
        private final Function<UnaryOperator<HttpResponse>, Flow<ByteString, ByteString, ?>> http;
        /** Set when HTTP hands the connection over. */
        private volatile akka.stream.scaladsl.@Nullable Flow<ByteString, ByteString, Object> next;

        private @Nullable SubSourceOutlet<ByteString> inner;
        private @Nullable SubSinkInlet<ByteString> outer;
        /** What came while nobody asked for it: between two protocols. */
        private @Nullable ByteString early;

        private long movedNanos = System.nanoTime();

        private Logic(ConnectionStage stage) {
            super(stage.shape);
            this.in = stage.shape.in();
            this.out = stage.shape.out();
            this.idle = stage.idle;
            this.http = stage.http;
            setHandler(in, new FromPeer());
            setHandler(out, new ToPeer());
        }

        @Override
        public void preStart() {
            idle.map(time -> time.dividedBy(LOOKS)).ifPresent(look -> scheduleWithFixedDelay("idle", look, look));
            run(http.apply(this::handOver));
        }

        @Override
        public void onTimer(Object timer) {
            long nanos = idle.orElseThrow().toNanos();
            if (System.nanoTime() - movedNanos >= nanos) {
                HttpIdleTimeoutException over =
                        new HttpIdleTimeoutException("nothing moved in time", FiniteDuration.fromNanos(nanos));
                if (inner != null) {
                    inner.fail(over);
                }
                failStage(over);
            }
        }

        private HttpResponse handOver(HttpResponse answer) {
            return answer.getHeader(UpgradeToOtherProtocolResponseHeader.class)
                    .map(header -> {
                        return (HttpResponse)
                                answer.removeHeader(header.name()).addHeader(noMore(() -> next = header.handler()));
                    })
                    .orElse(answer);
        }

        /**
         * In its place: that HTTP has no more to say. Akka HTTP materialises it when it does hand over; it does not when the client
         * speaks HTTP/1.0 or wants the connection closed, or when the node stops.
         */
        private static UpgradeToOtherProtocolResponseHeader noMore(Runnable handedOver) {
            return HandOver.to(Flow.fromSinkAndSource(Sink.<ByteString>cancelled(), Source.<ByteString>empty())
                    .mapMaterializedValue(nothing -> {
                        handedOver.run();
                        return nothing;
                    }));
        }

        private void run(Flow<ByteString, ByteString, ?> protocol) {
            SubSourceOutlet<ByteString> source = new SubSourceOutlet<>("in");
            SubSinkInlet<ByteString> sink = new SubSinkInlet<>("out");
            source.setHandler(new ToProtocol(source));
            sink.setHandler(new FromProtocol(sink));
            inner = source;
            outer = sink;
            protocol.runWith(Source.fromGraph(source.source()), Sink.fromGraph(sink.sink()), subFusingMaterializer());
            if (isAvailable(out)) {
                sink.pull();
            }
            if (isClosed(in)) {
                source.complete();
            }
        }

        private void switchTo(akka.stream.scaladsl.Flow<ByteString, ByteString, Object> protocol) {
            next = null;
            if (inner != null) {
                inner.complete();
            }
            run(protocol.asJava());
        }

        private final class FromPeer extends AbstractInHandler {

            @Override
            public void onPush() {
                movedNanos = System.nanoTime();
                ByteString bytes = grab(in);
                if (inner != null && inner.isAvailable()) {
                    inner.push(bytes);
                } else {
                    early = bytes;
                }
            }

            @Override
            public void onUpstreamFinish() {
                if (inner != null && early == null) {
                    inner.complete();
                }
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
                if (inner != null) {
                    inner.fail(failure);
                }
            }
        }

        private final class ToPeer extends AbstractOutHandler {

            @Override
            public void onPull() {
                if (outer != null && !outer.isClosed()) {
                    outer.pull();
                }
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
                if (outer != null) {
                    outer.cancel(cause);
                }
                if (inner != null) {
                    inner.complete();
                }
                completeStage();
            }
        }

        private final class ToProtocol extends AbstractOutHandler {

            private final SubSourceOutlet<ByteString> source;

            private ToProtocol(SubSourceOutlet<ByteString> source) {
                this.source = source;
            }

            @Override
            public void onPull() {
                ByteString bytes = early;
                if (bytes != null) {
                    early = null;
                    source.push(bytes);
                    if (isClosed(in)) {
                        source.complete();
                    }
                } else if (!isClosed(in) && !hasBeenPulled(in)) {
                    pull(in);
                }
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
                if (source == inner && next == null) {
                    cancel(in, cause);
                }
            }
        }

        private final class FromProtocol extends AbstractInHandler {

            private final SubSinkInlet<ByteString> sink;

            private FromProtocol(SubSinkInlet<ByteString> sink) {
                this.sink = sink;
            }

            @Override
            public void onPush() {
                movedNanos = System.nanoTime();
                push(out, sink.grab());
            }

            @Override
            public void onUpstreamFinish() {
                akka.stream.scaladsl.Flow<ByteString, ByteString, Object> protocol = next;
                if (protocol == null) {
                    complete(out);
                } else {
                    switchTo(protocol);
                }
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
                failStage(failure);
            }
        }
    }
}

package io.rastro.node.live;

import akka.Done;
import akka.stream.Attributes;
import akka.stream.FanInShape2;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one WebSocket, RFC 6455: bytes of the client and texts for it in, bytes for it out. One stage, because
 * a node has thousands of them: what goes out is a text that comes in as it is.
 *
 * <p>It is closed for the first reason that there is, after the text that it is at; {@link Sockets} names them. Whoever began,
 * the connection is ended by the server when both close frames have been sent. The client's is waited for {@link #ANSWERED};
 * who does not even take ours is cut off after {@link #CUT_AFTER}.
 */
final class SocketStage extends GraphStage<FanInShape2<ByteString, Text, ByteString>> {

    /** From the end of the texts to the end of a connection whose peer takes nothing. */
    static final Duration CUT_AFTER = Duration.ofSeconds(5);

    private static final Duration ANSWERED = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(SocketStage.class);
    private static final ByteString PING = ClientFrames.control(ClientFrames.PING, new byte[0]);

    private enum Timer {
        QUIET,
        CUT,
        UNANSWERED
    }

    private final FanInShape2<ByteString, Text, ByteString> shape =
            new FanInShape2<>(Inlet.create("bytes"), Inlet.create("texts"), Outlet.create("frames"));
    private final Sockets.Listener listener;
    private final OpenConnections open;
    private final Optional<Duration> pingAfter;

    /** @param pingAfter how long a client may be silent before it is asked whether it is there; empty: for ever */
    SocketStage(Sockets.Listener listener, OpenConnections open, Optional<Duration> pingAfter) {
        this.listener = listener;
        this.open = open;
        this.pingAfter = pingAfter;
    }

    @Override
    public FanInShape2<ByteString, Text, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic(this);
    }

    private static final class Logic extends TimerGraphStageLogic implements ClientFrames.Taker, Runnable {

        private final Inlet<ByteString> bytes;
        private final Inlet<Text> texts;
        private final Outlet<ByteString> out;
        private final Sockets.Listener listener;
        private final OpenConnections open;
        private final Optional<Duration> pingAfter;
        private final ClientFrames client = new ClientFrames(this);
        private final AsyncCallback<Done> end;
        /** What has no place on the connection yet. */
        private @Nullable ByteString text;

        private @Nullable ByteString pong;
        private boolean pinging;
        private boolean asked;
        private boolean heard;
        private @Nullable Close close;
        private boolean sentClose;
        private boolean gotClose;

        private Logic(SocketStage stage) {
            super(stage.shape);
            this.bytes = stage.shape.in0();
            this.texts = stage.shape.in1();
            this.out = stage.shape.out();
            this.listener = stage.listener;
            this.open = stage.open;
            this.pingAfter = stage.pingAfter;
            this.end = createAsyncCallback(ended -> close(Close.RESTART));
            setHandler(bytes, new FromClient());
            setHandler(texts, new FromRoute());
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    send();
                }
            });
        }

        @Override
        public void preStart() {
            pingAfter.ifPresent(quiet -> scheduleWithFixedDelay(Timer.QUIET, quiet, quiet));
            pull(bytes);
            open.add(this);
        }

        @Override
        public void postStop() {
            open.remove(this);
        }

        /** The node stops. */
        @Override
        public void run() {
            end.invoke(Done.getInstance());
        }

        @Override
        public void onTimer(Object timer) {
            if (timer == Timer.CUT) {
                failStage(new TimeoutException("the peer does not take the close frame"));
            } else if (timer == Timer.UNANSWERED) {
                completeStage();
            } else {
                quiet();
            }
        }

        /** One that has been silent since it was asked is gone: frames that nobody reads may fit into buffers for minutes. */
        private void quiet() {
            if (asked && !heard) {
                completeStage();
                return;
            }
            asked = !heard;
            pinging = asked;
            heard = false;
            send();
        }

        // From the client

        @Override
        public void text(String received) {
            if (close != null) {
                return;
            }
            try {
                listener.onText(received, this::close);
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }

        @Override
        public void ping(byte[] data) {
            pong = ClientFrames.control(ClientFrames.PONG, data);
            send();
        }

        @Override
        public void refused(Close why) {
            close(why);
        }

        @Override
        public void closed(Close answer) {
            gotClose = true;
            close(answer);
            if (sentClose) {
                completeStage();
            }
        }

        // To the client

        private void failed(Throwable failure) {
            LOG.error("live socket failed", failure);
            close(Close.FAILED);
        }

        private void close(Close why) {
            if (close == null) {
                close = why;
                cancel(texts);
                cancelTimer(Timer.QUIET);
                scheduleOnce(Timer.CUT, CUT_AFTER);
                send();
            }
        }

        private void send() {
            if (!isAvailable(out) || sentClose) {
                return;
            }
            if (text != null) {
                push(out, text);
                text = null;
            } else if (close != null) {
                sendClose(close);
            } else if (pong != null) {
                push(out, pong);
                pong = null;
            } else if (pinging) {
                pinging = false;
                push(out, PING);
            } else if (!hasBeenPulled(texts)) {
                pull(texts);
            }
        }

        private void sendClose(Close why) {
            sentClose = true;
            cancelTimer(Timer.CUT);
            push(out, why.frame());
            if (gotClose) {
                completeStage();
            } else {
                scheduleOnce(Timer.UNANSWERED, ANSWERED);
            }
        }

        private final class FromClient extends AbstractInHandler {

            @Override
            public void onPush() {
                heard = true;
                client.read(grab(bytes));
                if (!isClosed(bytes)) {
                    pull(bytes);
                }
            }

            /** Without a close frame: it is gone, whatever it went of. */
            @Override
            public void onUpstreamFailure(Throwable failure) {
                completeStage();
            }
        }

        private final class FromRoute extends AbstractInHandler {

            @Override
            public void onPush() {
                ByteString frame = grab(texts).frame();
                if (isAvailable(out)) {
                    push(out, frame);
                } else {
                    text = frame;
                }
            }

            @Override
            public void onUpstreamFinish() {
                close(Close.NORMAL);
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
                failed(failure);
            }
        }
    }
}

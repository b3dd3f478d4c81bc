package io.rastro.node.live;

import akka.Done;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.util.function.Function;

/** The server-sent events of one connection. */
final class EventsStage<F> extends GraphStage<FlowShape<F, ByteString>> {

    private final FlowShape<F, ByteString> shape = FlowShape.of(Inlet.create("frames"), Outlet.create("events"));
    private final Function<F, ByteString> toEvent;
    private final OpenConnections open;

    EventsStage(Function<F, ByteString> toEvent, OpenConnections open) {
        this.toEvent = toEvent;
        this.open = open;
    }

    @Override
    public FlowShape<F, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic<>(this);
    }

    private static final class Logic<F> extends GraphStageLogic implements Runnable {

        private final OpenConnections open;
        private final AsyncCallback<Done> end;
        private boolean begun;

        private Logic(EventsStage<F> stage) {
            super(stage.shape);
            Inlet<F> frames = stage.shape.in();
            Outlet<ByteString> out = stage.shape.out();
            this.open = stage.open;
            this.end = createAsyncCallback(ended -> completeStage());
            setHandler(frames, new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(out, stage.toEvent.apply(grab(frames)));
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    if (begun) {
                        pull(frames);
                    } else {
                        begun = true;
                        push(out, ServerSentEvents.RETRY);
                    }
                }
            });
        }

        @Override
        public void preStart() {
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
    }
}

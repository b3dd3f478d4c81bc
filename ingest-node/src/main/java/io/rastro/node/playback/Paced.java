package io.rastro.node.playback;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import io.rastro.protocol.courier.TracedPosition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets positions, which come ordered by the time of the fix, through when it is their turn: the first one at once, the others
 * as long after it as they were fixed after it, divided by the speed. Holds one; asks for the next when that is gone. A
 * reader that takes nothing stops the clock. {@link PlaybackFrame.End} after the last one.
 */
final class Paced extends GraphStage<FlowShape<TracedPosition, PlaybackFrame>> {

    private enum Timer {
        DUE,
        HEARTBEAT
    }

    private final Inlet<TracedPosition> in = Inlet.create("positions");
    private final Outlet<PlaybackFrame> out = Outlet.create("frames");
    private final Pace pace;

    Paced(Pace pace) {
        this.pace = pace;
    }

    @Override
    public FlowShape<TracedPosition, PlaybackFrame> shape() {
        return FlowShape.of(in, out);
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {

        private @Nullable TracedPosition next;
        private boolean ended;
        private long shown;
        private long lastFixedAt;
        /** When the next one is to be shown, or the last one was. */
        private long dueNanos;

        private long lastFrameNanos;

        Logic() {
            super(shape());
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    next(grab(in));
                }

                @Override
                public void onUpstreamFinish() {
                    ended = true;
                    show();
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    show();
                }
            });
        }

        @Override
        public void preStart() {
            lastFrameNanos = System.nanoTime();
            Duration often = pace.heartbeat().dividedBy(3);
            scheduleWithFixedDelay(Timer.HEARTBEAT, often, often);
            pull(in);
        }

        private void next(TracedPosition position) {
            long fixedAt = position.position().fixedAtMillis();
            dueNanos = shown == 0 ? System.nanoTime() : dueNanos + pace.nanosOf(fixedAt - lastFixedAt);
            lastFixedAt = fixedAt;
            next = position;
            show();
        }

        @Override
        public void onTimer(Object timer) {
            if (timer == Timer.DUE) {
                show();
            } else if (isAvailable(out)
                    && System.nanoTime() - lastFrameNanos >= pace.heartbeat().toNanos()) {
                push(new PlaybackFrame.Heartbeat());
            }
        }

        private void show() {
            if (!isAvailable(out)) {
                return;
            }
            TracedPosition position = next;
            if (position == null) {
                if (ended) {
                    push(new PlaybackFrame.End(shown));
                    completeStage();
                }
                return;
            }
            long now = System.nanoTime();
            if (now - dueNanos < 0) {
                scheduleOnce(Timer.DUE, Duration.ofNanos(dueNanos - now));
                return;
            }
            dueNanos = Math.max(dueNanos - now, -pace.mostBehind().toNanos()) + now;
            next = null;
            shown++;
            push(new PlaybackFrame.PositionFrame(position));
            if (!ended) {
                pull(in);
            }
        }

        private void push(PlaybackFrame frame) {
            lastFrameNanos = System.nanoTime();
            push(out, frame);
        }
    }
}

package io.rastro.sharding.order;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.order.OrderLegs.Leg;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The live frames of one order: leg by leg those of the courier who carries it, as far as they are about the order. A leg that
 * is over is shown up to what its courier had recorded by then; what a phone tells later of the time before a hand-over is in
 * history.
 */
public final class OrderSession {

    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final String orderId;
    private final OrderWatch.Session watch;
    private final Live live;
    /**
     * How far each courier's journal was shown. Before it is known that somebody else had the order in between, what a courier
     * records when it has it again is shown with its leg before.
     */
    private final Map<String, Cursor> shown = new HashMap<>();

    /** Live frames of a courier. */
    @FunctionalInterface
    public interface Live {
        /** @param ending when it completes, what is recorded by then comes, and the frames end */
        Source<LiveFrame, NotUsed> frames(String courierId, Optional<Cursor> from, CompletionStage<?> ending);
    }

    /**
     * What comes next.
     *
     * @param leg empty: it was delivered
     * @param from empty: what is live when the leg begins, else nothing more of it
     */
    private record Step(Optional<Leg> leg, Optional<Cursor> from, boolean begins) {

        static final Step DELIVERED = new Step(Optional.empty(), Optional.empty(), false);

        static Step from(Leg leg) {
            return new Step(Optional.of(leg), Optional.of(leg.start()), true);
        }

        static Step over(Leg leg) {
            return new Step(Optional.of(leg), Optional.empty(), false);
        }

        boolean isOver() {
            return from.isEmpty() && !begins;
        }
    }

    private OrderSession(String orderId, OrderWatch.Session watch, Live live) {
        this.orderId = orderId;
        this.watch = watch;
        this.live = live;
    }

    /**
     * @param watch of this session alone
     * @param from what the watcher has seen; empty: who carries it now and where, then what comes
     */
    static Source<OrderFrame, NotUsed> frames(
            String orderId, OrderWatch.Session watch, Live live, Optional<OrderCursor> from) {
        OrderSession session = new OrderSession(orderId, watch, live);
        return Source.lazySource(() -> Source.completionStage(session.begin(from)))
                .flatMapConcat(session::steps)
                .flatMapConcat(session::show)
                .keepAlive(HEARTBEAT, OrderFrame.Heartbeat::new)
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    /** Who has seen nothing and does not want what was before it came. */
    private CompletionStage<Step> begin(Optional<OrderCursor> from) {
        if (from.isPresent()) {
            return next(from.get());
        }
        return watch.await(Optional::of).thenCompose(now -> {
            if (now.delivered() != null) {
                return CompletableFuture.completedStage(Step.DELIVERED);
            }
            if (now.last().isEmpty()) {
                return next(OrderCursor.BEGINNING);
            }
            Leg leg = now.last().get();
            return CompletableFuture.completedStage(
                    now.isReleased(leg) ? Step.over(leg) : new Step(Optional.of(leg), Optional.empty(), true));
        });
    }

    private CompletionStage<Step> next(OrderCursor seen) {
        return watch.await(now -> {
            Cursor cursor = seen.cursor();
            Optional<Step> goesOn = cursor == null
                    ? Optional.empty()
                    : now.at(seen.leg())
                            .map(leg -> new Step(
                                    Optional.of(leg),
                                    Optional.of(cursor.compareTo(leg.start()) < 0 ? leg.start() : cursor),
                                    false));
            return goesOn.or(() -> now.after(seen.leg()).map(Step::from))
                    .or(() -> now.delivered() == null ? Optional.empty() : Optional.of(Step.DELIVERED));
        });
    }

    private Source<Step, NotUsed> steps(Step first) {
        return Source.single(first)
                .concatLazy(Source.unfoldAsync(
                        first,
                        before -> before.leg().isEmpty()
                                ? CompletableFuture.completedStage(Optional.<Pair<Step, Step>>empty())
                                : next(OrderCursor.allOf(before.leg().get().id()))
                                        .thenApply(step -> Optional.of(Pair.create(step, step)))));
    }

    private Source<OrderFrame, NotUsed> show(Step step) {
        if (step.leg().isEmpty()) {
            return Source.single(delivered());
        }
        Leg leg = step.leg().get();
        Source<OrderFrame, NotUsed> released = Source.lazySource(() -> Source.from(released(leg)))
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
        return step.isOver() ? released : leg(step, leg).concatLazy(released);
    }

    private Source<OrderFrame, NotUsed> leg(Step step, Leg leg) {
        if (!step.begins()) {
            step.from().ifPresent(seen -> shown.put(leg.courierId(), seen));
        }
        Optional<Cursor> from = step.from().map(start -> notBefore(shown.get(leg.courierId()), start));
        Source<OrderFrame, NotUsed> frames = live.frames(
                        leg.courierId(),
                        from,
                        watch.await(now -> now.isOver(leg) ? Optional.of(now) : Optional.empty()))
                .takeWhile(frame -> !(frame instanceof PositionFrame position
                        && watch.known().isBeyond(leg, position)))
                .mapConcat(frame -> about(leg, frame));
        return step.begins()
                ? Source.<OrderFrame>single(new OrderFrame.PickedUp(
                                from.map(start -> new OrderCursor(leg.id(), start))
                                        .orElse(null),
                                leg.courierId(),
                                leg.atMillis()))
                        .concat(frames)
                : frames;
    }

    private static Cursor notBefore(@Nullable Cursor seen, Cursor from) {
        return seen == null || seen.compareTo(from) < 0 ? from : seen;
    }

    private List<OrderFrame> released(Leg leg) {
        OrderLegs now = watch.known();
        TracedOrderChange released = now.released();
        return released != null && now.isReleased(leg)
                ? List.of(new OrderFrame.Released(OrderCursor.allOf(leg.id()), released.atMillis()))
                : List.of();
    }

    private OrderFrame delivered() {
        OrderLegs now = watch.known();
        var delivered = now.delivered();
        return new OrderFrame.Delivered(
                OrderCursor.endOf(now.last().map(Leg::id).orElse(0L)), delivered == null ? 0 : delivered.atMillis());
    }

    private List<OrderFrame> about(Leg leg, LiveFrame frame) {
        if (frame instanceof PositionFrame position) {
            Cursor cursor = position.cursor();
            shown.put(leg.courierId(), cursor);
            return orderId.equals(position.position().position().orderId())
                    ? List.of(new OrderFrame.Position(new OrderCursor(leg.id(), cursor), position))
                    : List.of();
        }
        if (frame instanceof LiveFrame.Lagging lagging) {
            return List.of(new OrderFrame.Lagging(
                    new OrderCursor(leg.id(), lagging.from()), new OrderCursor(leg.id(), lagging.to())));
        }
        return List.of(); // a heartbeat: the session has its own
    }
}

package io.rastro.node.positions;

import akka.actor.ClassicActorSystemProvider;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.node.http.Admission;
import io.rastro.node.http.HttpSettings;
import io.rastro.node.http.Stages;
import io.rastro.node.http.Unavailable;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionBatch.CourierPositions;
import io.rastro.sharding.courier.Courier;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Has couriers record positions, no more of them at a time than the node can ask, and counts what becomes of the positions. */
public final class CourierRecording {

    /** Couriers of one request that are asked at a time, at most; fewer when the node has little room. */
    private static final int PARALLEL = 64;

    /** When it has room for so few that asking all would take more rounds than this, the request is refused. */
    private static final int MOST_ROUNDS = 16;

    private final Tracking tracking;
    private final Admission asking;
    private final Intake intake;
    private final Materializer materializer;
    private final int maxCouriers;

    /** @param asking of questions to couriers */
    public CourierRecording(
            ClassicActorSystemProvider system,
            HttpSettings settings,
            Tracking tracking,
            Admission asking,
            MeterRegistry meters) {
        this.tracking = tracking;
        this.asking = asking;
        this.intake = new Intake(meters);
        this.materializer = SystemMaterializer.get(system).materializer();
        this.maxCouriers = settings.maxCouriers();
    }

    /** What one courier of several said. */
    public record Answered(String courierId, Courier.Reply reply) {}

    /** Fails with {@link java.util.concurrent.TimeoutException} when no answer came in time. */
    CompletionStage<Courier.Reply> one(
            String courierId, List<Position> positions, @Nullable String key, long receivedAt) {
        asking.enter();
        long askedAt = System.nanoTime();
        boolean waits = false;
        try {
            CompletionStage<Courier.Reply> asked = tracking.record(courierId, positions, key, receivedAt);
            waits = true;
            return asked.whenComplete((reply, failure) -> {
                asking.leave(1);
                asking.answered(System.nanoTime() - askedAt, reply instanceof Courier.Reply.Recorded);
                count(reply);
            });
        } finally {
            if (!waits) {
                asking.leave(1);
            }
        }
    }

    /**
     * Each of them on its own; the answers in their order. A courier that gave none in time counts as busy.
     *
     * @param couriers may be none; more than one request may have are a 413
     */
    public CompletionStage<List<Answered>> all(List<CourierPositions> couriers, @Nullable String key, long receivedAt) {
        int n = couriers.size();
        if (n > maxCouriers) {
            throw Problem.of(
                            ProblemType.BODY_TOO_LARGE,
                            "One request may carry positions of at most " + maxCouriers + " couriers.")
                    .toException();
        }
        if (n == 0) {
            return CompletableFuture.completedStage(List.of());
        }
        int parallel = asking.enterWith(Math.min(PARALLEL, (n + MOST_ROUNDS - 1) / MOST_ROUNDS), Math.min(PARALLEL, n));
        return Stages.direct(Source.from(couriers)
                        .mapAsync(parallel, courier -> ask(courier, key, receivedAt))
                        .runWith(Sink.seq(), materializer))
                .whenComplete((answers, failure) -> asking.leave(parallel));
    }

    private CompletionStage<Answered> ask(CourierPositions courier, @Nullable String key, long receivedAt) {
        long askedAt = System.nanoTime();
        return tracking.record(courier.courierId(), courier.positions(), key, receivedAt)
                .whenComplete((reply, failure) -> {
                    asking.answered(System.nanoTime() - askedAt, reply instanceof Courier.Reply.Recorded);
                    count(reply);
                })
                .handle((reply, failure) -> new Answered(
                        courier.courierId(), reply != null ? reply : new Courier.Reply.Busy("no answer in time")));
    }

    /** The 503 when one of the couriers did not take its positions. */
    public static void requireAll(List<Answered> answers) {
        long busy = answers.stream()
                .filter(answered -> answered.reply() instanceof Courier.Reply.Busy)
                .count();
        if (busy > 0) {
            throw Unavailable.because(busy + " of " + answers.size() + " couriers did not take their positions."
                            + " Sending all of it again is safe: what was stored counts as a duplicate then.")
                    .toException();
        }
    }

    /** So many positions could not be taken as they were sent. */
    public void rejected(int positions) {
        intake.rejected(positions);
    }

    private void count(Courier.@Nullable Reply reply) {
        if (reply instanceof Courier.Reply.Recorded recorded) {
            intake.recorded(recorded.accepted(), recorded.duplicates());
        }
    }
}

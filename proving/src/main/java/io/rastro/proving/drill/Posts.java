package io.rastro.proving.drill;

import io.rastro.proving.load.Content;
import io.rastro.proving.load.Fix;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.Outcome;
import io.rastro.proving.load.Positions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What became of the posts: by phase, by reason, and one by one where more than one retry was needed. A courier has one
 * request under way at a time. Heard on the load's thread, asked on any.
 */
final class Posts implements LoadRun.Watcher {

    private static final int SAMPLES = 60;
    private static final int REASONS = 400;
    private static final long MAX_MICROS = Duration.ofHours(1).toMillis() * 1000;

    private final Timeline timeline;
    private final Streams streams;
    private final Map<Phase, Tally> phases = new EnumMap<>(Phase.class);
    private final Map<String, List<Failure>> underWay = new HashMap<>();
    private final Map<String, Trouble> troubles = new TreeMap<>();
    private final List<String> samples = new ArrayList<>();
    private @Nullable Outage outage;
    private long acceptedNanos = System.nanoTime();

    private record Failure(long atNanos, String why) {}

    private static final class Tally {
        final Histogram latency = new Histogram(MAX_MICROS, 3);
        long requests;
        long oneRetry;
        long failed;
    }

    /** Attempts that failed for one reason after one thing that was done. */
    private static final class Trouble {
        long count;
        double first = Double.MAX_VALUE;
        double last;
    }

    Posts(Timeline timeline, Streams streams) {
        this.timeline = timeline;
        this.streams = streams;
        for (Phase phase : Phase.values()) {
            phases.put(phase, new Tally());
        }
    }

    @Override
    public void progress(long itemsDone) {}

    @Override
    public void trouble(String why) {}

    @Override
    public synchronized void failed(Content content, int attempt, String why) {
        long now = System.nanoTime();
        String courier = Positions.first(content).courierId();
        underWay.computeIfAbsent(courier, id -> new ArrayList<>()).add(new Failure(now, why));
        Timeline.Mark mark = timeline.lastUntil(now);
        String key = (attempt == 1 ? "first try" : attempt == 2 ? "retry" : "further retry") + ", after "
                + (mark == null ? "the beginning" : mark.what()) + ": " + why;
        if (troubles.containsKey(key) || troubles.size() < REASONS) {
            Trouble trouble = troubles.computeIfAbsent(key, text -> new Trouble());
            double since = mark == null ? timeline.seconds(now) : (now - mark.atNanos()) / 1e9;
            trouble.count++;
            trouble.first = Math.min(trouble.first, since);
            trouble.last = Math.max(trouble.last, since);
        }
        if (outage != null) {
            outage.failed(courier, now);
        }
    }

    @Override
    public synchronized void finished(Outcome outcome) {
        Fix fix = Positions.first(outcome.content());
        List<Failure> failures = underWay.remove(fix.courierId());
        Phase phase = timeline.phaseAt(outcome.startedNanos());
        boolean answered = outcome.kind() == Outcome.Kind.ANSWERED;
        Tally tally = phases.computeIfAbsent(phase, any -> new Tally());
        tally.requests++;
        long micros = TimeUnit.NANOSECONDS.toMicros(outcome.endedNanos() - outcome.startedNanos());
        tally.latency.recordValue(Math.max(0, Math.min(MAX_MICROS, micros)));
        tally.oneRetry += outcome.attempts() == 2 && answered ? 1 : 0;
        if (!answered || outcome.attempts() > 2) {
            tally.failed++;
            sample(phase, outcome, failures == null ? List.of() : failures);
        }
        if (answered) {
            acceptedNanos = outcome.endedNanos();
        }
        if (answered && outcome.items() > 0) {
            streams.acknowledged(fix.courierId(), outcome.seqNr(), fix.fixedAtMillis(), outcome.endedNanos());
        }
        if (answered && outage != null) {
            outage.answered(fix.courierId(), outcome.startedNanos(), outcome.endedNanos());
        }
    }

    /** How long ago it was. */
    synchronized Duration sinceLastAccepted() {
        return Duration.ofNanos(System.nanoTime() - acceptedNanos);
    }

    /** From now on; the one before ends. */
    synchronized void watch(@Nullable Outage next) {
        outage = next;
    }

    synchronized PhaseFigures figures(Phase phase) {
        Tally tally = phases.computeIfAbsent(phase, any -> new Tally());
        return new PhaseFigures(phase, tally.latency.copy(), tally.requests, tally.oneRetry, tally.failed);
    }

    /** How many attempts failed how, and when after what. */
    synchronized List<String> reasons() {
        List<String> lines = new ArrayList<>();
        troubles.forEach((key, trouble) -> lines.add(String.format(
                Locale.ROOT, "%d × %s (%.1f to %.1f s after)", trouble.count, key, trouble.first, trouble.last)));
        return lines;
    }

    /** The first requests that needed more than one retry. */
    synchronized List<String> samples() {
        return List.copyOf(samples);
    }

    private void sample(Phase phase, Outcome outcome, List<Failure> failures) {
        if (samples.size() >= SAMPLES || phase == Phase.WARM_UP) {
            return;
        }
        long due = outcome.startedNanos();
        Timeline.Mark mark = timeline.lastUntil(due);
        StringBuilder line = new StringBuilder(phase.id()).append(", due ");
        line.append(
                mark == null
                        ? String.format(Locale.ROOT, "at %.2f s", timeline.seconds(due))
                        : String.format(Locale.ROOT, "%.2f s after %s", (due - mark.atNanos()) / 1e9, mark.what()));
        for (Failure failure : failures) {
            line.append(
                    String.format(Locale.ROOT, "; after %.2f s %s", (failure.atNanos() - due) / 1e9, failure.why()));
        }
        line.append(String.format(
                Locale.ROOT,
                "; after %.2f s %s",
                (outcome.endedNanos() - due) / 1e9,
                outcome.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        samples.add(line.toString());
    }
}

package io.rastro.proving.bench;

import io.rastro.proving.load.Fix;
import io.rastro.proving.load.LoadReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Matches frames to posts by courier and {@code fixedAt}, which the load gives each courier once. Bounded: of a courier
 * whose frames do not come only the last posts are awaited. The load's thread posts, the watchers' thread sees.
 */
final class LiveFrames {

    private static final int MOST_AWAITED = 1024;
    private static final int TROUBLES_TOLD = 20;
    private static final long MAX_LATENCY_MICROS = Duration.ofHours(1).toMillis() * 1000;

    private final Histogram latency = new Histogram(MAX_LATENCY_MICROS, 3);
    private final Map<String, Lane> lanes = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private long matched;
    private long outOfOrder;
    private long duplicates;
    private long lagging;

    private record Post(long fixedAtMillis, long dueNanos) {}

    /** One courier's. */
    private static final class Lane {
        final ArrayDeque<Post> awaited = new ArrayDeque<>();
        long firstPosted = Long.MAX_VALUE;
        long lastSeen = Long.MIN_VALUE;
    }

    synchronized void posted(Fix fix, long dueNanos) {
        Lane lane = lanes.computeIfAbsent(fix.courierId(), id -> new Lane());
        if (lane.awaited.size() == MOST_AWAITED) {
            lane.awaited.remove();
        }
        lane.awaited.add(new Post(fix.fixedAtMillis(), dueNanos));
        lane.firstPosted = Math.min(lane.firstPosted, fix.fixedAtMillis());
    }

    synchronized void seen(String courierId, long fixedAtMillis, long atNanos) {
        Lane lane = lanes.get(courierId);
        if (lane == null || fixedAtMillis < lane.firstPosted) {
            return; // where the courier was when the watcher came
        }
        Post post = take(lane, fixedAtMillis);
        if (post == null) {
            duplicates++;
            return;
        }
        matched++;
        long micros = TimeUnit.NANOSECONDS.toMicros(atNanos - post.dueNanos());
        latency.recordValue(Math.max(0, Math.min(MAX_LATENCY_MICROS, micros)));
        if (fixedAtMillis < lane.lastSeen) {
            outOfOrder++;
        } else {
            lane.lastSeen = fixedAtMillis;
        }
    }

    synchronized void lagging() {
        lagging++;
    }

    synchronized void trouble(String what) {
        if (troubles.size() < TROUBLES_TOLD) {
            troubles.add(what);
        }
    }

    synchronized long matched() {
        return matched;
    }

    synchronized LiveReport report(LiveSettings settings, LoadReport load) {
        return new LiveReport(
                settings,
                load,
                latency.copy(),
                load.accepted(),
                Math.max(0, load.accepted() - matched),
                outOfOrder,
                duplicates,
                lagging,
                List.copyOf(troubles));
    }

    private static @Nullable Post take(Lane lane, long fixedAtMillis) {
        for (Iterator<Post> posts = lane.awaited.iterator(); posts.hasNext(); ) {
            Post post = posts.next();
            if (post.fixedAtMillis() == fixedAtMillis) {
                posts.remove();
                return post;
            }
        }
        return null;
    }
}

package io.rastro.proving.bench;

import io.rastro.proving.load.Fix;
import io.rastro.proving.load.LoadReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final int watchers;
    /** Of each courier, one for each of its watchers. */
    private final Map<String, Lane[]> lanes = new HashMap<>();

    private final List<String> troubles = new ArrayList<>();
    private long matched;
    private long outOfOrder;
    private long duplicates;
    private long lagging;

    private record Post(long fixedAtMillis, long dueNanos) {}

    private static final class Lane {
        final ArrayDeque<Post> awaited = new ArrayDeque<>();
        long firstPosted = Long.MAX_VALUE;
        long lastSeen = Long.MIN_VALUE;
    }

    LiveFrames(int watchers) {
        this.watchers = watchers;
    }

    synchronized void posted(Fix fix, long dueNanos) {
        Post post = new Post(fix.fixedAtMillis(), dueNanos);
        for (Lane lane : lanes.computeIfAbsent(fix.courierId(), id -> newLanes())) {
            if (lane.awaited.size() == MOST_AWAITED) {
                lane.awaited.remove();
            }
            lane.awaited.add(post);
            lane.firstPosted = Math.min(lane.firstPosted, post.fixedAtMillis());
        }
    }

    private Lane[] newLanes() {
        Lane[] each = new Lane[watchers];
        Arrays.setAll(each, i -> new Lane());
        return each;
    }

    /** @param watcher which one of the courier's, from 0 */
    synchronized void seen(String courierId, int watcher, long fixedAtMillis, long atNanos) {
        Lane[] ofCourier = lanes.get(courierId);
        if (ofCourier == null || fixedAtMillis < ofCourier[watcher].firstPosted) {
            return; // where the courier was when the watcher came
        }
        Lane lane = ofCourier[watcher];
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
                load.accepted() * watchers,
                Math.max(0, load.accepted() * watchers - matched),
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

package io.rastro.proving.bench;

import io.rastro.proving.load.BodyFormat;
import io.rastro.proving.load.Content;
import io.rastro.proving.load.LoadReport;
import io.rastro.proving.load.LoadRun;
import io.rastro.proving.load.LoadSettings;
import io.rastro.proving.load.Positions;
import io.rastro.proving.load.SimulatedCouriers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Posts single positions on a schedule, watches every courier that it posts for, and measures how long after its due
 * instant each position is on the WebSocket.
 */
final class LivePhase {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String NAME = "bench-live";
    private static final long POLL_MILLIS = 10;

    /** An open WebSocket is not yet a subscribed one. */
    private static final long SUBSCRIBING_MILLIS = 500;

    private LivePhase() {}

    /** @param patience how long after the last answer a frame may come */
    static LiveReport run(LiveSettings settings, List<InetSocketAddress> targets, Duration patience)
            throws IOException {
        LiveFrames frames = new LiveFrames(settings.watchers());
        try (LiveSockets sockets = new LiveSockets()) {
            for (int i = 0; i < settings.couriers() * settings.watchers(); i++) {
                String courierId = NAME + "-" + i / settings.watchers();
                sockets.open(
                        targets.get(i % targets.size()),
                        "/v1/couriers/" + courierId + "/live",
                        new LiveWatcher(courierId, i % settings.watchers(), frames));
            }
            sockets.start();
            sleep(SUBSCRIBING_MILLIS);
            LoadReport load = post(settings, targets, frames);
            await(frames, load.accepted() * settings.watchers(), patience);
            return frames.report(settings, load);
        }
    }

    private static LoadReport post(LiveSettings settings, List<InetSocketAddress> targets, LiveFrames frames)
            throws IOException {
        SimulatedCouriers couriers =
                new SimulatedCouriers(NAME, settings.couriers(), 1, settings.duration(), 1, Clock.systemUTC());
        // A connection a courier: the schedule waits for nothing but a courier's own earlier post.
        LoadSettings load = new LoadSettings(
                targets, settings.couriers(), BodyFormat.JSON, settings.postsPerSecond(), TIMEOUT, TIMEOUT);
        return new LoadRun(load, couriers, null, new LoadRun.Watcher() {
                    @Override
                    public void progress(long itemsDone) {}

                    @Override
                    public void trouble(String why) {
                        frames.trouble("a post had to be sent again: " + why);
                    }

                    @Override
                    public void sends(Content content, long startedNanos) {
                        frames.posted(Positions.first(content), startedNanos);
                    }
                })
                .run();
    }

    private static void await(LiveFrames frames, long expected, Duration patience) throws IOException {
        long started = System.nanoTime();
        while (frames.matched() < expected && System.nanoTime() - started < patience.toNanos()) {
            sleep(POLL_MILLIS);
        }
    }

    private static void sleep(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}

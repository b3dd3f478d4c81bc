package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.sharding.live.LiveFrame.Lagging;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Comes back with the last cursor that it has read, and checks that each frame continues what it has. */
final class WatchingClient {

    /** Asked for and not read; lost when the connection is. */
    static final int ON_THEIR_WAY = 32;

    /** Coming back after a move takes 200 ms; what only the tick makes up for takes up to five seconds. */
    private static final long A_LONG_WAIT = 1_000_000_000;

    private final WatchedLife life;
    private Connection connection;
    /** How many of the recorded items it has, or was told not to get. */
    private int seen;

    private Cursor last = Cursor.BEGINNING;
    /** Connected without a cursor: its first frame says where it is. */
    private boolean fresh;

    private boolean slow;
    private int lags;
    private int leftOut;
    private int read;
    private int longWaits;

    WatchingClient(WatchedLife life) {
        this.life = life;
        this.connection = life.connect(Optional.of(last));
    }

    int toCome() {
        return life.recorded().size() - seen;
    }

    void reconnect(boolean withoutCursor) {
        cancel();
        if (withoutCursor && !life.recorded().isEmpty()) {
            fresh = true;
            seen = life.recorded().size() - 1;
            connection = life.connect(Optional.empty());
        } else if (fresh) {
            connection = life.connect(Optional.empty());
        } else {
            connection = life.connect(Optional.of(last));
        }
    }

    void cancel() {
        connection.cancel();
    }

    void takeAll() {
        take(Integer.MAX_VALUE);
    }

    void take(int atMost) {
        for (int i = 0; i < atMost && toCome() > 0; i++) {
            long asked = System.nanoTime();
            LiveFrame frame = connection.read();
            longWaits += System.nanoTime() - asked > A_LONG_WAIT ? 1 : 0;
            if (frame instanceof Lagging lagging) {
                onLagging(lagging);
            } else if (frame instanceof LiveFrame.Item item) {
                onItem(item);
            }
        }
    }

    private void onItem(LiveFrame.Item item) {
        Cursor cursor = item.cursor();
        if (fresh) {
            fresh = false;
            assertThat(life.place(cursor)).as("what is live").isGreaterThanOrEqualTo(seen);
            seen = life.place(cursor);
        }
        LiveFrame.Item expected = life.recorded().get(seen);
        if (!item.equals(expected)) {
            throw new AssertionError("after " + last + " came " + item + " instead of " + expected);
        }
        read++;
        seen++;
        last = cursor;
    }

    private void onLagging(Lagging lagging) {
        assertThat(slow).as("slow at %s", lagging).isTrue();
        assertThat(lagging.from()).isEqualTo(last);
        int upTo = life.place(lagging.to()) + 1;
        assertThat(upTo - seen).as("left out by %s", lagging).isGreaterThanOrEqualTo(WatchedLife.SLOW);
        leftOut += upTo - seen;
        lags++;
        seen = upTo;
        last = lagging.to();
    }

    void slow(boolean isSlow) {
        slow = isSlow;
    }

    boolean isSlow() {
        return slow;
    }

    int longWaits() {
        return longWaits;
    }

    int lags() {
        return lags;
    }

    @Override
    public String toString() {
        return "at " + last + ": read " + read + ", left out " + leftOut + " in " + lags;
    }

    /** Takes at most {@link #ON_THEIR_WAY} frames beyond those that were read. */
    static final class Connection implements Subscriber<LiveFrame> {

        private final BlockingQueue<LiveFrame> frames = new LinkedBlockingQueue<>();
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private volatile Subscription subscription;
        /** Since frames were asked for. */
        private int read;

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(ON_THEIR_WAY);
            subscribed.countDown();
        }

        @Override
        public void onNext(LiveFrame frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}

        LiveFrame read() {
            try {
                LiveFrame frame = frames.poll(20, TimeUnit.SECONDS);
                assertThat(frame).as("a frame within 20 s").isNotNull();
                if (++read == ON_THEIR_WAY / 2) {
                    subscription.request(read);
                    read = 0;
                }
                return frame;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        void cancel() {
            try {
                assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            subscription.cancel();
        }
    }
}

package io.rastro.node.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.rastro.node.RawWebSocket;
import io.rastro.node.TestApi;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.LiveSession;
import io.rastro.sharding.live.Watched;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What connections take of the heap, over the whole of HTTP and the session; both ends of each are in this JVM. */
class LiveHeapIT {

    private static final int IDLE = 300;
    private static final int IDLE_BYTES = 16 * 1024;
    private static final int NEVER_READ = 50;
    private static final int NEVER_READ_BYTES = 64 * 1024;

    private final Set<ActorRef<Feed>> watchers = ConcurrentHashMap.newKeySet();
    private final List<RawWebSocket> sockets = new ArrayList<>();
    private TestApi api;

    @BeforeEach
    void start() {
        // What the kernel would take of what is not read.
        api = new TestApi("akka.http.server.socket-options.so-send-buffer-size = 8 KiB");
        ActorRef<Object> entity = api.system().systemActorOf(Behaviors.ignore(), "entity", Props.empty());
        Watched watched = new Watched("c-17", "courier~c-17", null, PositionFrame.ITEMS, (cursor, watcher) -> {
            watchers.add(watcher);
            watcher.tell(new Feed.Subscribed(entity, cursor == null ? 0 : cursor.seqNr(), null, List.of()));
        });
        api.frames = LiveSession.frames(watched, Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        for (RawWebSocket socket : sockets) {
            socket.close();
        }
        api.close();
    }

    @Test
    void anIdleSocketTakesLessThan16KiB() throws Exception {
        open(IDLE, 0);
        for (RawWebSocket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> open() == 0);
        long before = settled();

        open(IDLE, 0);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> open() == IDLE);

        // What HTTP leaves behind is gone after its own time-outs of seconds.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat((heap() - before) / IDLE).isLessThan(IDLE_BYTES));
    }

    /** What HTTP leaves behind goes after its own time-outs of seconds, and would otherwise count for less than nothing. */
    private static long settled() throws InterruptedException {
        long before;
        long now = heap();
        do {
            before = now;
            Thread.sleep(3_000);
            now = heap();
        } while (before - now > 50 * 1024);
        return now;
    }

    /** With nothing shared, as it is when the courier is on another node; and what is outside the heap counts as well. */
    @Test
    void whoNeverReadsTakesLessThan64KiBAndTheOthersGetEverything() throws Exception {
        List<Reader> readers = open(5, 0).stream().map(Reader::new).toList();
        List<RawWebSocket> silent = open(NEVER_READ, 4_096);
        Awaitility.await().until(() -> watchers.size() == 5 + NEVER_READ);
        // What a node keeps for all of its connections, first.
        Set<ActorRef<Feed>> oneMore = Set.copyOf(watchers);
        Reader one = new Reader(open(1, 0).get(0));
        Awaitility.await().until(() -> watchers.size() == 6 + NEVER_READ);
        Set<ActorRef<Feed>> reading = new HashSet<>(watchers);
        reading.removeAll(oneMore);
        post(1_100, reading, List.of(one));
        long before = heap() + direct();

        post(1_500, oneMore, readers);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat((heap() + direct() - before) / NEVER_READ).isLessThan(NEVER_READ_BYTES));
        for (Reader reader : readers) {
            assertThat(reader.wrong).isEmpty();
        }
        assertThat(silent).allSatisfy(socket -> assertThat(lags(socket)).isPositive());
    }

    /** In turns with those who read: nobody is to be a slow one who is none. */
    private void post(int events, Collection<ActorRef<Feed>> to, List<Reader> readers) {
        for (int i = 1; i <= events; i++) {
            long next = i;
            for (ActorRef<Feed> watcher : to) {
                watcher.tell(new Feed.Recorded(next, event()));
            }
            if (i % 50 == 0) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> readers.stream().allMatch(reader -> reader.seen == next));
            }
        }
    }

    private static PositionsRecorded event() {
        return new PositionsRecorded(0, 0, 0, null, List.of(Position.of(Instant.EPOCH, 1, 2)));
    }

    private static int lags(RawWebSocket socket) throws IOException {
        for (int i = 0; i < 2_000; i++) {
            RawWebSocket.Frame frame = socket.read();
            if (frame != null && frame.text().contains("\"lagging\"")) {
                return 1;
            }
        }
        return 0;
    }

    /** Reads all that comes. */
    private static final class Reader {

        private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"(\\d+)\\.0\"");

        private final List<String> wrong = new CopyOnWriteArrayList<>();
        private volatile long seen;

        private Reader(RawWebSocket socket) {
            Thread thread = new Thread(() -> read(socket));
            thread.setDaemon(true);
            thread.start();
        }

        private void read(RawWebSocket socket) {
            try {
                for (RawWebSocket.Frame frame = socket.read(); frame != null; frame = socket.read()) {
                    Matcher cursor = CURSOR.matcher(frame.text());
                    if (frame.text().contains("\"heartbeat\"")) {
                        continue;
                    }
                    if (!cursor.find()) {
                        wrong.add(frame.text());
                        continue;
                    }
                    long next = Long.parseLong(cursor.group(1));
                    if (seen != 0 && next != seen + 1) {
                        wrong.add(next + " after " + seen);
                    }
                    seen = next;
                }
            } catch (IOException closed) {
                // At the end of the test.
            }
        }
    }

    private int open() {
        String metrics = api.get("/metrics").body();
        Matcher open = Pattern.compile("(?m)^rastro_live_connections (\\d+)").matcher(metrics);
        return open.find() ? Integer.parseInt(open.group(1)) : -1;
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private List<RawWebSocket> open(int count, int receiveBuffer) throws IOException {
        List<RawWebSocket> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(new RawWebSocket(api.port(), "/v1/couriers/c-17/live", receiveBuffer));
        }
        sockets.addAll(opened);
        return opened;
    }
}

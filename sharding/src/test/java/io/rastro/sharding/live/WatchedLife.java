package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Sink;
import io.rastro.sharding.FaultyJournal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One entity over many incarnations, and three who watch it: what happens is drawn from a seed. A watcher that is not slow on
 * purpose always has less than {@value #SLOW} items to come, so that nothing may be left out for it.
 */
final class WatchedLife {

    static final int ITEMS = 16_000;
    private static final int MOST_ITEMS_AT_ONCE = 60;
    private static final int WATCHERS = 3;

    /** With fewer to come nobody is a slow reader. */
    static final int SLOW = 150;

    /** A few frames are on their way to a reader that does not read. */
    private static final int SURELY_SLOW = SLOW + WatchingClient.ON_THEIR_WAY + 2 * MOST_ITEMS_AT_ONCE;

    private final ActorTestKit kit;
    private final FaultyJournal journal;
    private final Random random;
    private final WatchedEntity entity;
    private final List<LiveFrame.Item> recorded = new ArrayList<>();
    private final Map<Cursor, Integer> places = new HashMap<>();
    private final List<WatchingClient> watchers = new ArrayList<>();
    private final List<Runnable> meanwhile = new ArrayList<>();
    private boolean moving;

    private int records;
    private int moves;
    private int passes;
    private int passivations;
    private int cuts;
    private int slowPhases;

    WatchedLife(ActorTestKit kit, FaultyJournal journal, WatchedEntity entity, long seed) {
        this.kit = kit;
        this.journal = journal;
        this.entity = entity;
        this.random = new Random(seed);
        entity.start();
    }

    void live() {
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(new WatchingClient(this));
        }
        while (recorded.size() < ITEMS) {
            step();
        }
        for (WatchingClient watcher : watchers) {
            watcher.takeAll();
            watcher.cancel();
        }
        assertThat(journal.count(entity.persistenceId())).as("events").isGreaterThanOrEqualTo(records);
    }

    private void step() {
        int dice = random.nextInt(2_000);
        if (dice < 1_770) {
            record(anyNumber());
        } else if (dice < 1_920) {
            WatchingClient watcher = anyWatcher();
            watcher.take(random.nextInt(watcher.toCome() + 1));
        } else if (dice < 1_935) {
            passes++;
            entity.pass();
        } else if (dice < 1_980) {
            cuts++;
            anyWatcher().reconnect(random.nextInt(10) == 0);
        } else if (dice < 1_990) {
            move();
        } else if (dice < 1_996) {
            beSlow(anyWatcher());
        } else {
            passivate();
        }
    }

    /** Mostly a few. */
    private int anyNumber() {
        return 1 + random.nextInt(random.nextInt(4) == 0 ? MOST_ITEMS_AT_ONCE : 4);
    }

    private WatchingClient anyWatcher() {
        return watchers.get(random.nextInt(WATCHERS));
    }

    /** One that has to be told everything until then, and is told what was left out since. */
    private void beSlow(WatchingClient watcher) {
        slowPhases++;
        for (int i = 0; i < 2; i++) {
            // The first may come from the journal; then it is subscribed.
            record(1);
            watcher.takeAll();
        }
        watcher.slow(true);
        boolean moved = false;
        int enough = SURELY_SLOW + random.nextInt(SLOW);
        while (watcher.toCome() < enough) {
            record(anyNumber());
            if (random.nextInt(300) == 0) {
                move();
                moved = true;
            }
        }
        int before = watcher.lags();
        watcher.takeAll();
        if (!moved) {
            assertThat(watcher.lags()).as("frames that say what was left out").isGreaterThan(before);
        }
        watcher.slow(false);
    }

    /** To another node: the same persistence id, another incarnation that knows none of the watchers. */
    private void move() {
        moves++;
        synchronized (this) {
            moving = true;
        }
        entity.stop();
        entity.start();
        synchronized (this) {
            moving = false;
            meanwhile.forEach(Runnable::run);
            meanwhile.clear();
        }
    }

    /** Nobody watches, and nothing is told. */
    private void passivate() {
        passivations++;
        watchers.forEach(WatchingClient::cancel);
        entity.awaitLeaving();
        move();
        watchers.forEach(watcher -> watcher.reconnect(false));
    }

    private void record(int items) {
        for (WatchingClient watcher : watchers) {
            if (!watcher.isSlow() && watcher.toCome() + items >= SLOW) {
                watcher.take(1 + random.nextInt(watcher.toCome()));
                watcher.take(watcher.toCome() + items - SLOW + 1);
            }
        }
        List<LiveFrame.Item> told = entity.record(items, random);
        assertThat(told).hasSize(items);
        for (LiveFrame.Item item : told) {
            places.put(item.cursor(), recorded.size());
            recorded.add(item);
        }
        records++;
    }

    // For who watches

    List<LiveFrame.Item> recorded() {
        return recorded;
    }

    int place(Cursor cursor) {
        Integer place = places.get(cursor);
        assertThat(place).as("place of %s", cursor).isNotNull();
        return place;
    }

    WatchingClient.Connection connect(Optional<Cursor> from) {
        WatchingClient.Connection connection = new WatchingClient.Connection();
        Watched watched =
                new Watched(entity.id(), entity.persistenceId(), journal.reader(), entity.items(), this::subscribe);
        LiveSession.frames(watched, from).runWith(Sink.fromSubscriber(connection), kit.system());
        return connection;
    }

    /** While the entity moves its shard keeps what is sent. */
    private synchronized void subscribe(@Nullable Cursor seen, ActorRef<Feed> watcher) {
        if (moving) {
            meanwhile.add(() -> entity.watch(seen, watcher));
        } else {
            entity.watch(seen, watcher);
        }
    }

    int lags() {
        return watchers.stream().mapToInt(WatchingClient::lags).sum();
    }

    int longWaits() {
        return watchers.stream().mapToInt(WatchingClient::longWaits).sum();
    }

    int moves() {
        return moves;
    }

    int items() {
        return recorded.size();
    }

    @Override
    public String toString() {
        return "{records " + records + ", items " + recorded.size() + ", passes " + passes + ", moves " + moves
                + ", passivations "
                + passivations + ", cuts " + cuts + ", slow phases " + slowPhases + ", long waits " + longWaits() + ", "
                + watchers + "}";
    }
}

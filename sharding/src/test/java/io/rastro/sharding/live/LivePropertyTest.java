package io.rastro.sharding.live;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import io.rastro.sharding.FaultyJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever happens to an entity and to those who watch it, in whatever order: nobody misses an item or sees it twice. What
 * was drawn is drawn again with {@code -Drastro.live.seed}; how the threads meet is not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LivePropertyTest {

    private static final int SEEDS = 8;

    private final WatchedEntity.Create entities;
    private ActorTestKit kit;
    private FaultyJournal journal;

    protected LivePropertyTest(WatchedEntity.Create entities) {
        this.entities = entities;
    }

    @BeforeAll
    void start() {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                        akka.actor.default-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
                        # This journal would write all events of an entity anew for each one.
                        akka.persistence.testkit.events.serialize = off
                        akka.actor.internal-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
                        """).withFallback(FaultyJournal.CONFIG));
        journal = new FaultyJournal(kit.system());
    }

    @AfterAll
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void everyWatcherIsToldEveryItemOnceAndInOrder() {
        long first = Long.getLong("rastro.live.seed", System.nanoTime());
        ExecutorService threads = Executors.newFixedThreadPool(SEEDS);
        try {
            List<CompletableFuture<WatchedLife>> lives = new ArrayList<>();
            LongStream.range(first, first + SEEDS)
                    .forEach(seed -> lives.add(CompletableFuture.supplyAsync(() -> live(seed), threads)));
            lives.forEach(CompletableFuture::join);
            assertThat(lives).extracting(life -> life.join().items()).allMatch(items -> items >= WatchedLife.ITEMS);
            assertThat(lives.stream().mapToInt(life -> life.join().lags()).sum())
                    .as("frames that say what was left out")
                    .isPositive();
            assertThat(lives.stream().mapToInt(life -> life.join().longWaits()).sum())
                    .as("long waits, which are rare after a move")
                    .isLessThan(
                            lives.stream().mapToInt(life -> life.join().moves()).sum() / 4);
            System.out.println("seeds from " + first + ": "
                    + lives.stream().map(life -> life.join().toString()).toList());
        } finally {
            threads.shutdownNow();
        }
    }

    private WatchedLife live(long seed) {
        WatchedLife life = new WatchedLife(kit, journal, entities.of(kit, journal), seed);
        try {
            life.live();
            return life;
        } catch (Throwable failure) {
            throw new CompletionException("-Drastro.live.seed=" + seed + ", " + life, failure);
        }
    }
}

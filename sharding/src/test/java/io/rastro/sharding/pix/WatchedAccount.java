package io.rastro.sharding.pix;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.FakeEgress;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveItems;
import io.rastro.sharding.live.WatchedEntity;
import io.rastro.sharding.outbox.OutboxBacklog;
import io.rastro.sharding.pix.PixAccount.Command;
import io.rastro.sharding.pix.PixAccount.Stop;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An account that is told of payments and returns, often in several calls at once, which are one event or some. */
final class WatchedAccount implements WatchedEntity {

    private static final int MOST_CALLS = 6;
    private static final long RECEIVED = Items.RECEIVED;

    private static final PixSettings SETTINGS = new PixSettings(
            256,
            64_000,
            8,
            40,
            50,
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            64,
            16,
            10,
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            TestAccount.SIGNALS);

    private final ActorTestKit kit;
    private final FaultyJournal journal;
    private final String id = "conta-" + UUID.randomUUID();
    private final PixSurroundings given;
    private final TestProbe<ShardCommand> shard;
    private volatile ActorRef<Command> account;
    private int number;

    WatchedAccount(ActorTestKit kit, FaultyJournal journal) {
        this.kit = kit;
        this.journal = journal;
        this.shard = kit.createTestProbe();
        JournalArchive archive = new JournalArchive(this::events);
        archive.tabled = Long.MAX_VALUE;
        this.given = new PixSurroundings(
                SETTINGS, new FakeEgress(), archive, journal.reader(), new FakeJournalWatch(), new OutboxBacklog());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String persistenceId() {
        return PixAccountId.persistenceId(id);
    }

    @Override
    public LiveItems<?> items() {
        return PixFrame.ITEMS;
    }

    @Override
    public void start() {
        account = kit.spawn(PixAccount.start(given).of(id, shard.ref(), otherwiseForgotten -> {}));
    }

    @Override
    public void stop() {
        account.tell(Stop.INSTANCE);
        shard.expectTerminated(account, A_WHILE);
    }

    @Override
    public void awaitLeaving() {
        shard.fishForMessage(
                A_WHILE,
                command -> command.equals(new Passivate<>(account))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Override
    public void watch(@Nullable Cursor seen, ActorRef<Feed> watcher) {
        account.tell(new PixAccount.Watch(seen, watcher));
    }

    @Override
    public List<LiveFrame.Item> record(int items, Random random) {
        List<PixItem> told = new ArrayList<>();
        while (told.size() < items) {
            number++;
            boolean paid = random.nextBoolean();
            told.add(paid ? Items.paid(number, centavos(random)) : Items.received(number, centavos(random)));
            if (told.size() < items && random.nextInt(5) == 0) {
                told.add(Items.returned(number, number, 1, Items.DONE));
            }
        }
        List<Cursor> places = places(tell(told, random));
        List<PixEvent> journal = events();
        List<LiveFrame.Item> frames = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            PixRecorded event = (PixRecorded) journal.get((int) places.get(i).seqNr() - 1);
            frames.add(frame(places.get(i), event, told.get(i)));
        }
        frames.sort(Comparator.comparing(LiveFrame.Item::cursor));
        return frames;
    }

    /**
     * Where the items of these calls are. A call whose ids only the tables can tell, which the filters say of a new one now and then,
     * is written after those behind it.
     */
    private static List<Cursor> places(List<Call> calls) {
        Map<Long, Integer> next = new HashMap<>();
        List<Cursor> places = new ArrayList<>();
        for (Call call : calls) {
            Recorded done = (Recorded) call.reply().toCompletableFuture().join();
            assertThat(done.accepted()).isEqualTo(call.size());
            for (int i = 0; i < call.size(); i++) {
                places.add(new Cursor(done.seqNr(), next.merge(done.seqNr(), 1, Integer::sum) - 1));
            }
        }
        return places;
    }

    private record Call(int size, CompletionStage<PixReply> reply) {}

    private static int centavos(Random random) {
        return 1 + random.nextInt(random.nextInt(20) == 0 ? 3_000_000 : 10_000);
    }

    /** Without waiting for an answer between them. */
    private List<Call> tell(List<PixItem> told, Random random) {
        List<Call> sent = new ArrayList<>();
        int calls = random.nextInt(3) == 0 ? 1 + random.nextInt(MOST_CALLS) : 1;
        int next = 0;
        while (next < told.size()) {
            int left = told.size() - next;
            int size = sent.size() + 1 == calls ? left : 1 + random.nextInt(left);
            while (next + size < told.size() && told.get(next + size).kind() == PixKind.ESTORNO) {
                size++; // behind its payment, also if that waits for the tables
            }
            List<PixItem> part = told.subList(next, next + size);
            CompletionStage<PixReply> reply = AskPattern.ask(
                    account, replyTo -> new PixAccount.Record(part, true, RECEIVED, replyTo), A_WHILE, kit.scheduler());
            sent.add(new Call(size, reply));
            next += size;
        }
        return sent;
    }

    private LiveFrame.Item frame(Cursor at, PixRecorded event, PixItem told) {
        boolean last = true;
        for (int i = at.index() + 1; i < event.items().size(); i++) {
            last &= event.items().get(i).item().kind() != told.kind();
        }
        List<PixSignal> signals = event.signals().stream()
                .filter(signal -> signal.index() == at.index())
                .toList();
        Decided decided = Decided.of(told, Verdict.NEW);
        return new PixFrame(new TracedPix(id, at.seqNr(), at.index(), RECEIVED, decided, last), signals);
    }

    private List<PixEvent> events() {
        return journal.events(PixEvent.class, persistenceId());
    }
}

package io.rastro.sharding.pix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.sharding.FakeEgress;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.JournalKit;
import io.rastro.sharding.entity.RecoveryTurns;
import io.rastro.sharding.outbox.OutboxBacklog;
import io.rastro.sharding.pix.PixAccount.Command;
import io.rastro.sharding.pix.PixReply.Recorded;
import io.rastro.sharding.pix.signal.SignalSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One account over its lives, and all that surrounds it in the hands of the test. */
final class TestAccount {

    static final int WINDOW = 16;
    static final int MAX_WAITING = 64;
    static final int RING = 4;
    static final int GROUP = 32;

    static final SignalSettings SIGNALS = SignalSettings.from(ConfigFactory.parseString("""
            zone = America/Sao_Paulo
            night-centavos = 100000
            minute-payments = 5
            hour-centavos = 2000000
            day-centavos = 5000000
            times-usual = 3
            usual-hours = 24
            usual-payments = 4
            new-counterparty-centavos = 500000
            small-centavos = 1000
            small-payments = 3
            large-times = 50
            returned-share = 0.25
            returned-least = 3
            """));

    final String id = "conta-" + UUID.randomUUID();
    final FakeEgress egress = new FakeEgress();
    final JournalArchive archive;
    final FakeJournalWatch journalWatch = new FakeJournalWatch();
    final AtomicInteger comeBacks = new AtomicInteger();
    final TestProbe<ShardCommand> shard;

    /** Of its next lives. Longer than any test takes; what waits for the end of it is given a short one. */
    Duration lookupTimeout = Duration.ofSeconds(20);

    /** Of its next lives: how much it may remember before it refuses. */
    int windowMax = 64;

    private final JournalKit kit;
    private ActorRef<Command> ref;

    TestAccount(JournalKit kit) {
        this.kit = kit;
        this.shard = kit.actors().createTestProbe();
        this.archive = new JournalArchive(this::events);
    }

    /** Its next life. */
    void start() {
        PixSurroundings given = new PixSurroundings(
                settings(),
                egress,
                archive,
                kit.journal().reader(),
                journalWatch,
                new OutboxBacklog(),
                new RecoveryTurns(1));
        ref = kit.actors()
                .spawn(PixAccount.start(given).of(id, shard.ref(), otherwiseForgotten -> comeBacks.incrementAndGet()));
    }

    private PixSettings settings() {
        return new PixSettings(
                WINDOW,
                windowMax,
                RING,
                GROUP,
                10,
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                lookupTimeout,
                MAX_WAITING,
                16,
                10,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                SIGNALS);
    }

    ActorRef<Command> ref() {
        return ref;
    }

    void stop() {
        TestProbe<Object> probe = kit.actors().createTestProbe();
        ref.tell(PixAccount.Stop.INSTANCE);
        probe.expectTerminated(ref);
    }

    void restart() {
        stop();
        start();
    }

    TestProbe<PixReply> ask(Function<ActorRef<PixReply>, Command> question) {
        TestProbe<PixReply> reply = kit.actors().createTestProbe(PixReply.class);
        ref.tell(question.apply(reply.ref()));
        return reply;
    }

    /** Facts. */
    TestProbe<PixReply> tell(PixItem... items) {
        return ask(replyTo -> new PixAccount.Record(List.of(items), true, received(items), replyTo));
    }

    Recorded told(PixItem... items) {
        return (Recorded) tell(items).receiveMessage();
    }

    /** Of the own route. */
    Recorded asked(PixItem... items) {
        return (Recorded) ask(replyTo -> new PixAccount.Record(List.of(items), false, received(items), replyTo))
                .receiveMessage();
    }

    PixReply requestReturn(String endToEndId, String devolucaoId, long centavos, String rtrId) {
        return ask(replyTo -> new PixAccount.RequestReturn(
                        endToEndId,
                        devolucaoId,
                        new ReturnRequest.Reading.Asked(
                                new ReturnRequest(centavos, io.rastro.protocol.pix.Natureza.ORIGINAL)),
                        rtrId,
                        Items.at(30).toEpochMilli(),
                        replyTo))
                .receiveMessage();
    }

    private static long received(PixItem... items) {
        return Arrays.stream(items).mapToLong(PixItem::occurredAtMillis).max().orElseThrow() + 1_000;
    }

    PixReply.Account account() {
        return await().until(
                        () -> ask(PixAccount.GetAccount::new).receiveMessage() instanceof PixReply.Account account
                                ? account
                                : null,
                        account -> account != null);
    }

    List<PixEvent> events() {
        return kit.journal().events(PixEvent.class, PixAccountId.persistenceId(id));
    }

    List<PixItem> journaled() {
        return events().stream()
                .filter(PixRecorded.class::isInstance)
                .flatMap(event -> ((PixRecorded) event).items().stream())
                .map(decided -> decided.item())
                .toList();
    }

    void awaitPublished(Long... seqNrs) {
        await().untilAsserted(() -> assertThat(egress.published()).containsExactly(seqNrs));
    }
}

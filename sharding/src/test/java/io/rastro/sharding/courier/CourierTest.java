package io.rastro.sharding.courier;

import static io.rastro.sharding.courier.Fixes.at;
import static io.rastro.sharding.courier.Fixes.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import akka.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OutboxDrained;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.sharding.FakeJournalWatch;
import io.rastro.sharding.FaultyJournal;
import io.rastro.sharding.courier.Courier.Command;
import io.rastro.sharding.courier.Courier.GetLatest;
import io.rastro.sharding.courier.Courier.Latest;
import io.rastro.sharding.courier.Courier.LatestReply;
import io.rastro.sharding.courier.Courier.Record;
import io.rastro.sharding.courier.Courier.Reply;
import io.rastro.sharding.courier.Courier.Reply.Busy;
import io.rastro.sharding.courier.Courier.Reply.Recorded;
import io.rastro.sharding.courier.Courier.Stop;
import io.rastro.sharding.courier.Courier.Surroundings;
import io.rastro.sharding.courier.Courier.Watch;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CourierTest {

    private static final int MAX_WAITING = 4;
    private static final CourierSettings SETTINGS = new CourierSettings(
            16,
            64,
            4,
            10,
            Duration.ofMillis(300),
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            MAX_WAITING,
            10,
            Duration.ofSeconds(3));
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    /** For what must come, on a busy machine too. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static ActorTestKit kit;
    private static FaultyJournal journal;

    private final String courierId = "c-" + UUID.randomUUID();
    private final FakeEgress egress = new FakeEgress();
    private final FakeArchive archive = new FakeArchive();
    private final OutboxBacklog backlog = new OutboxBacklog();
    private final TestProbe<ShardCommand> shard = kit.createTestProbe();
    private final FakeJournalWatch journalWatch = new FakeJournalWatch();
    private final AtomicInteger comeBacks = new AtomicInteger();

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(FaultyJournal.CONFIG);
        journal = new FaultyJournal(kit.system());
    }

    @AfterAll
    static void end() {
        kit.shutdownTestKit();
    }

    @AfterEach
    void mend() {
        journal.works();
    }

    @Nested
    class Recording {

        @Test
        void repliesOnlyAfterTheEventIsInTheJournal() {
            ActorRef<Command> courier = spawn();
            journal.holdsWrites();
            TestProbe<Reply> reply = post(courier, at(1));
            reply.expectNoMessage(A_MOMENT);
            journal.letWritesGo();
            assertThat(reply.receiveMessage()).isEqualTo(new Recorded(1, 0, 1, false, 0));
            assertThat(events()).hasSize(1);
        }

        @Test
        void recordsOneEventForEachPost() {
            ActorRef<Command> courier = spawn();
            assertThat(answer(courier, at(1), at(2), at(2), at(3))).isEqualTo(new Recorded(3, 1, 1, false, 0));
            assertThat(answer(courier, at(3), at(4))).isEqualTo(new Recorded(1, 1, 2, false, 0));
            assertThat(answer(courier, at(3), at(4))).isEqualTo(new Recorded(0, 2, 2, false, 0));
            assertThat(positions(0)).containsExactly(at(1), at(2), at(3));
            assertThat(positions(1)).containsExactly(at(4));
            assertThat(events()).hasSize(2);
        }

        @Test
        void recognisesDuplicatesAfterRecoveryFromSnapshotAndJournal() {
            ActorRef<Command> courier = spawn();
            for (int i = 1; i <= 25; i++) {
                answer(courier, at(i), at(i, 1));
            }
            courier = restart(courier);
            for (int i = 1; i <= 25; i++) {
                assertThat(((Recorded) answer(courier, at(i), at(i, 1))).duplicates())
                        .isEqualTo(2);
            }
            assertThat(latest(courier).positionCount()).isEqualTo(50);
            assertThat(events().stream().filter(PositionsRecorded.class::isInstance))
                    .hasSize(25);
        }

        @Test
        void answersTheSameIdempotencyKeyWithTheSameAlsoAfterRecovery() {
            ActorRef<Command> courier = spawn();
            Recorded first = (Recorded) answer(courier, "key-1", at(1), at(2));
            assertThat(first).isEqualTo(new Recorded(2, 0, 1, false, 0));
            Recorded replayed = new Recorded(0, 3, 1, true, 2);
            assertThat(answer(courier, "key-1", at(7), at(8), at(9))).isEqualTo(replayed);
            courier = restart(courier);
            assertThat(answer(courier, "key-1", at(7), at(8), at(9))).isEqualTo(replayed);
            for (int i = 10; i < 25; i++) {
                answer(courier, at(i));
            }
            courier = restart(courier);
            assertThat(answer(courier, "key-1", at(7), at(8), at(9))).isEqualTo(replayed);
        }

        @Test
        void answersWithTheLivePosition() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(5), at(9), at(7));
            Latest latest = latest(courier);
            assertThat(latest.latest().position()).isEqualTo(at(9));
            assertThat(latest.latest().index()).isEqualTo(1);
            assertThat(latest.seqNr()).isEqualTo(1);
        }

        @Test
        void boundsThePostsThatWaitForTheJournal() {
            ActorRef<Command> courier = spawn();
            latest(courier);
            journal.holdsWrites();
            List<TestProbe<Reply>> replies = posts(courier, MAX_WAITING + 1);
            assertBusy(replies.get(MAX_WAITING).receiveMessage());
            journal.letWritesGo();
            for (int i = 0; i < MAX_WAITING; i++) {
                assertThat(replies.get(i).receiveMessage()).isEqualTo(new Recorded(1, 0, i + 1, false, 0));
            }
        }
    }

    @Nested
    class WhenTheJournalFails {

        @Test
        void aFailedWriteIsAnsweredAtOnceAndNeverAsRecorded() {
            ActorRef<Command> courier = spawn();
            latest(courier);
            journal.failsWrites();
            journal.holdsWrites();
            List<TestProbe<Reply>> replies = posts(courier, 3);
            journal.letWritesGo();
            replies.forEach(reply -> assertBusy(reply.receiveMessage(Duration.ofMillis(500))));
            assertThat(events()).isEmpty();

            assertBusy(post(courier, at(9)).receiveMessage(Duration.ofMillis(100)));
            journal.works();
            await().until(() -> answer(courier, at(1)) instanceof Recorded);
            replies.forEach(reply -> reply.expectNoMessage(Duration.ofMillis(10)));
            assertThat(positions(0)).containsExactly(at(1));
            assertThat(events()).as("what was refused is not recorded later").hasSize(1);
            await().until(() -> egress.published().equals(List.of(1L)));
        }

        @Test
        void keepsTheIdleTimeAndTheOutboxGoingAfterIt() {
            ActorRef<Command> courier = spawn();
            egress.full(true);
            answer(courier, at(1));
            journal.failsWrites();
            assertBusy(answer(courier, at(2)));
            journal.works();
            egress.full(false);
            await().until(() -> egress.published().equals(List.of(1L)));
            shard.expectMessageClass(Passivate.class);
        }

        @Test
        void aRejectedWriteIsAnsweredToo() {
            ActorRef<Command> courier = spawn();
            journal.rejectsWrites();
            TestProbe<Reply> reply = post(courier, at(1));
            assertBusy(reply.receiveMessage(Duration.ofMillis(500)));
            reply.expectTerminated(courier);
        }

        @Test
        void refusesPostsAndStopsWhileItCannotRecover() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            stop(courier);
            journal.failsReads();
            ActorRef<Command> next = spawn();
            TestProbe<Reply> reply = post(next, at(2));
            assertBusy(reply.receiveMessage(Duration.ofMillis(1_000)));
            next.tell(Stop.INSTANCE);
            reply.expectTerminated(next);
        }

        @Test
        void saysThatItDoesNotKnowTheLatestWhileItCannotRecover() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            stop(courier);
            journal.failsReads();
            ActorRef<Command> next = spawn();
            assertThat(askLatest(next).receiveMessage(LONG)).isInstanceOf(Busy.class);
            assertThat(askLatest(next).receiveMessage(LONG)).isInstanceOf(Busy.class);
            journal.works();
            assertThat(latest(next).seqNr()).isEqualTo(2);
        }

        /** Two seconds by the pauses between two tries; how long the machine takes is not asked here. */
        @Test
        void isBackWithinTwoSecondsOfTheJournalHoweverLongItWasAway() {
            assertThat(Courier.RESTART_MAX.toMillis() * (1 + Courier.RESTART_JITTER))
                    .isLessThan(2_000);
            ActorRef<Command> courier = spawn();
            latest(courier);
            journal.failsWrites();
            assertBusy(answer(courier, at(1)));
            journal.failsReads();
            await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
            journal.works();
            await().atMost(LONG).until(() -> answer(courier, at(1)) instanceof Recorded);
        }

        @Test
        void tellsTheNodeOfItsWritesAndNotOfItsReads() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            assertThat(journalWatch.written).hasValue(1);
            journal.failsReads();
            journal.failsWrites();
            assertBusy(answer(courier, at(2)));
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true); // some recoveries fail
            assertThat(journalWatch.failed).containsExactly(courierId);
            assertThat(journalWatch.written).hasValue(1);
        }

        @Test
        void staysWhereItIsWhileTheJournalIsAway() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            journalWatch.up = false;
            shard.expectNoMessage(Duration.ofMillis(700));
            journalWatch.up = true;
            shard.expectMessage(new Passivate<>(courier));
        }

        @Test
        void stopsWhenTheMarkerCannotBeWritten() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            await().until(() -> egress.published().equals(List.of(1L)));
            latest(courier);
            journal.failsWrites();
            stop(courier);
            assertThat(comeBacks).hasValue(1);
        }

        @Test
        void stopsWhenTheWriteBeforeTheStopFails() {
            ActorRef<Command> courier = spawn();
            latest(courier);
            journal.holdsWrites();
            journal.failsWrites();
            TestProbe<Reply> reply = post(courier, at(1));
            courier.tell(Stop.INSTANCE);
            journal.letWritesGo();
            assertBusy(reply.receiveMessage());
            reply.expectTerminated(courier);
        }
    }

    @Nested
    class WhenAFailedWriteComesLate {

        @Test
        void theEventThatGotItsNumberCountsForTheStateAndForWhatIsPublished() {
            ActorRef<Command> courier = spawn();
            egress.full(true);
            answer(courier, at(1));
            failLate(courier, null, at(2));
            journal.letLateWritesLand();
            assertThat(answer(courier, at(3))).isEqualTo(new Recorded(1, 0, 2, false, 0));

            courier = restart(courier);
            assertThat(latest(courier).positionCount()).isEqualTo(2);
            assertThat(latest(courier).latest().position()).isEqualTo(at(3));
            egress.full(false);
            await().untilAsserted(() -> assertThat(egress.publishedPositions()).containsExactly(at(1), at(3)));
            assertThat(answer(courier, at(2))).isEqualTo(new Recorded(1, 0, 3, false, 0));
        }

        @Test
        void itIsNotPublishedWhileTheCourierDoesNotKnowIt() {
            ActorRef<Command> courier = spawn();
            egress.full(true);
            answer(courier, at(1));
            failLate(courier, null, at(2));
            journal.letLateWritesLand();
            egress.full(false);
            shard.expectMessage(new Passivate<>(courier));
            assertThat(egress.publishedPositions()).containsExactly(at(1));

            courier = restart(courier);
            assertThat(latest(courier))
                    .extracting(Latest::positionCount, Latest::seqNr)
                    .containsExactly(1L, 2L);
        }

        @Test
        void itCountsWhenTheRecoverySeesItAndARetryIsAReplay() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            journal.writesComeLate();
            journal.failsReads();
            assertBusy(answer(courier, "key-2", at(2)));
            journal.letLateWritesLand();
            journal.works();
            stop(courier);
            courier = spawn();
            assertThat(answer(courier, "key-2", at(2))).isEqualTo(new Recorded(0, 1, 2, true, 1));
            assertThat(answer(courier, at(2), at(3))).isEqualTo(new Recorded(1, 1, 3, false, 0));
            await().untilAsserted(() -> assertThat(egress.publishedPositions()).containsExactly(at(1), at(2), at(3)));
        }

        /** Fails, and the courier has recovered without it. */
        private void failLate(ActorRef<Command> courier, String key, Position position) {
            journal.writesComeLate();
            assertBusy(answer(courier, key, position));
            journal.works();
            latest(courier);
        }
    }

    @Nested
    class OldFixes {

        @Test
        void areLookedUpWhileTheLatestIsAnsweredAndPostsWait() throws Exception {
            ActorRef<Command> courier = longSeen();
            long before = latest(courier).seqNr();
            TestProbe<Reply> old = post(courier, at(5), at(6, 1), at(100));
            FakeArchive.Question question = archive.nextQuestion();
            assertThat(question.fixes()).containsExactly(at(5), at(6, 1));
            TestProbe<Reply> waiting = post(courier, at(101));
            assertThat(latest(courier).seqNr()).isEqualTo(before);
            waiting.expectNoMessage(A_MOMENT);
            question.has(0);
            assertThat(old.receiveMessage()).isEqualTo(new Recorded(2, 1, before + 1, false, 0));
            assertThat(waiting.receiveMessage()).isEqualTo(new Recorded(1, 0, before + 2, false, 0));
            assertThat(positions((int) before)).containsExactly(at(6, 1).markedLate(), at(100));
        }

        @Test
        void twoPostsOfTheSameOldFixRecordItOnce() throws Exception {
            ActorRef<Command> courier = longSeen();
            TestProbe<Reply> one = post(courier, at(6, 1));
            TestProbe<Reply> other = post(courier, at(6, 1));
            archive.nextQuestion().has();
            assertThat(((Recorded) one.receiveMessage()).accepted()).isEqualTo(1);
            assertThat(((Recorded) other.receiveMessage()).duplicates()).isEqualTo(1);
            assertThat(archive.questions).isEmpty();
        }

        @Test
        void postsThatWaitKeepTheirOrderOverSeveralLookUps() throws Exception {
            ActorRef<Command> courier = longSeen();
            long before = latest(courier).seqNr();
            List<TestProbe<Reply>> replies = List.of(
                    post(courier, at(6, 1)), post(courier, at(7, 1)), post(courier, at(100)), post(courier, at(8, 1)));
            for (int i = 0; i < 3; i++) {
                archive.nextQuestion().has();
            }
            for (int i = 0; i < 4; i++) {
                assertThat(((Recorded) replies.get(i).receiveMessage()).seqNr()).isEqualTo(before + 1 + i);
            }
        }

        @Test
        void aLookUpThatFailsIsAnsweredBusyAndTheOthersGoOn() throws Exception {
            ActorRef<Command> courier = longSeen();
            TestProbe<Reply> old = post(courier, at(5));
            TestProbe<Reply> waiting = post(courier, at(101));
            archive.nextQuestion().answer().completeExceptionally(new IllegalStateException("away"));
            assertBusy(old.receiveMessage());
            assertThat(waiting.receiveMessage()).isInstanceOf(Recorded.class);
        }

        @Test
        void aLookUpThatTakesTooLongIsAnsweredBusyAndTheNextOnesAreRefusedAtOnceForAMoment() throws Exception {
            ActorRef<Command> courier = longSeen();
            TestProbe<Reply> old = post(courier, at(5));
            TestProbe<Reply> alsoOld = post(courier, at(6));
            TestProbe<Reply> fresh = post(courier, at(101));
            FakeArchive.Question question = archive.nextQuestion();
            assertBusy(old.receiveMessage());
            assertBusy(alsoOld.receiveMessage(Duration.ofMillis(250)));
            assertThat(fresh.receiveMessage()).isInstanceOf(Recorded.class);
            assertThat(archive.questions).isEmpty();
            question.has(0);
            assertThat(question.answer())
                    .as("the archive's own future is left alone")
                    .isCompleted();

            await().until(() -> {
                post(courier, at(5));
                return !archive.questions.isEmpty();
            });
        }

        @Test
        void postsThatWaitAreBounded() throws Exception {
            ActorRef<Command> courier = longSeen();
            TestProbe<Reply> old = post(courier, at(5));
            FakeArchive.Question question = archive.nextQuestion();
            List<TestProbe<Reply>> waiting = posts(courier, MAX_WAITING);
            assertBusy(waiting.get(MAX_WAITING - 1).receiveMessage());
            question.has(0);
            assertThat(((Recorded) old.receiveMessage()).duplicates()).isEqualTo(1);
            for (TestProbe<Reply> each : waiting.subList(0, MAX_WAITING - 1)) {
                assertThat(each.receiveMessage()).isInstanceOf(Recorded.class);
            }
        }

        @Test
        void stoppingDuringALookUpAnswersEverybodyAndStops() throws Exception {
            ActorRef<Command> courier = longSeen();
            TestProbe<Reply> old = post(courier, at(5));
            TestProbe<Reply> waiting = post(courier, at(101));
            archive.nextQuestion();
            courier.tell(Stop.INSTANCE);
            Busy moving = new Busy("the courier is moving to another node");
            assertThat(old.receiveMessage(Duration.ofMillis(250))).isEqualTo(moving);
            assertThat(waiting.receiveMessage(Duration.ofMillis(250))).isEqualTo(moving);
            old.expectTerminated(courier);
        }
    }

    @Nested
    class Window {

        @Test
        void growsWhileTheTableLagsThenRefusesAndShrinksWithTheNextEvent() {
            ActorRef<Command> courier = spawn();
            int posts = 0;
            Reply reply;
            do {
                posts++;
                reply = answer(courier, from(posts * 10, posts * 10 + 9).toArray(Position[]::new));
            } while (reply instanceof Recorded && posts < 100);
            assertThat(posts).as("64 fixes and the rest of a post").isEqualTo(8);
            assertThat(archive.proofsAsked).isBetween(1, 3);
            for (int i = 10; i < 80; i++) {
                assertBusy(answer(courier, at(i)));
            }

            archive.hasEverything = true;
            await().until(() -> answer(courier, at(1_000)) instanceof Recorded);
            assertThat(((PositionsRecorded) lastEvent()).tabledUpTo()).isGreaterThan(1);
            post(courier, at(10));
            await().untilAsserted(() -> assertThat(archive.questions).hasSize(1));
        }

        @Test
        void aSinglePostLongerThanTheWindowMayBeDoesNotLockTheCourierForEver() {
            ActorRef<Command> courier = spawn();
            archive.hasEverything = true;
            assertThat(answer(courier, from(1, 100).toArray(Position[]::new))).isInstanceOf(Recorded.class);
            for (int i = 101; i < 110; i++) {
                Position next = at(i);
                await().until(() -> answer(courier, next) instanceof Recorded);
            }
            assertThat(((PositionsRecorded) lastEvent()).tabledUpTo()).isPositive();
        }

        @Test
        void aCourierThatSendsOnlyOldFixesComesToAProofInTheEnd() {
            ActorRef<Command> courier = spawn();
            answer(courier, from(1_000, 1_031).toArray(Position[]::new));
            for (int i = 1; i <= 10; i++) {
                answer(courier, at(500 - i));
            }
            archive.hasEverything = true;
            AtomicInteger time = new AtomicInteger(400);
            await().until(() -> {
                post(courier, at(time.decrementAndGet())).receiveMessage();
                return ((PositionsRecorded) lastEvent()).tabledUpTo() > 0;
            });
        }
    }

    @Nested
    class Publishing {

        @Test
        void whatALineThatWasFullRefusedIsPublishedFromTheJournalInOrder() {
            ActorRef<Command> courier = spawn();
            egress.full(true);
            for (int i = 1; i <= 5; i++) {
                answer(courier, at(i));
            }
            egress.full(false);
            awaitPublished(1, 2, 3, 4, 5);
            answer(courier, at(6));
            awaitPublished(1, 2, 3, 4, 5, 6);
        }

        @Test
        void whatABrokenLineLostIsPublishedAgainBeforeWhatComes() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            awaitPublished(1);
            egress.acknowledging(false);
            answer(courier, at(2));
            answer(courier, at(3));
            egress.breakLine();
            egress.acknowledging(true);
            answer(courier, at(4));
            awaitPublished(1, 2, 3, 4);
        }

        @Test
        void aLineThatBreaksInSilenceIsNoticed() {
            ActorRef<Command> courier = spawn();
            egress.acknowledging(false);
            answer(courier, at(1));
            egress.breakLine();
            egress.acknowledging(true);
            await().atMost(Duration.ofSeconds(8)).until(() -> egress.published().equals(List.of(1L)));
        }

        @Test
        void whatAnOpenLineDoesNotAcknowledgeInTimeIsPublishedAgainBeforeWhatComes() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            awaitPublished(1);
            egress.losing(true);
            answer(courier, at(2));
            answer(courier, at(3));
            egress.losing(false);
            await().until(() -> egress.published().equals(List.of(1L, 2L, 3L)));
            answer(courier, at(4));
            awaitPublished(1, 2, 3, 4);
        }

        @Test
        void aJournalThatCannotBeReadIsReadAgain() {
            ActorRef<Command> courier = spawn();
            egress.full(true);
            answer(courier, at(1));
            journal.failsReads();
            egress.full(false);
            answer(courier, at(2));
            journal.works();
            awaitPublished(1, 2);
        }

        @Test
        void theNextIncarnationPublishesWhatIsAboveTheWatermarkOnly() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            awaitPublished(1);
            answer(courier, at(2));
            awaitPublished(1, 2);
            latest(courier);
            egress.acknowledging(false);
            answer(courier, at(3));
            answer(courier, at(4));
            stop(courier);
            assertThat(comeBacks).as("somebody has to publish the rest").hasValue(1);
            assertThat(lastEvent()).isInstanceOf(PositionsRecorded.class);
            egress.breakLine();
            egress.acknowledging(true);
            spawn();
            awaitPublished(1, 2, 3, 4);
        }

        @Test
        void manyEventsAreCaughtUpWithPieceByPiece() {
            List<PositionsRecorded> events = new ArrayList<>();
            for (int i = 1; i <= 250; i++) {
                events.add(Fixes.recorded(at(i)));
            }
            journal.begin(CourierId.persistenceId(courierId), events);
            spawn();
            await().until(() -> egress.published().size() == 250);
            assertThat(egress.published()).isSorted().doesNotHaveDuplicates();
        }
    }

    @Nested
    class Backlog {

        @Test
        void isWhatIsJournaledAndNotAcknowledged() {
            ActorRef<Command> courier = spawn();
            egress.acknowledging(false);
            answer(courier, at(1), at(2));
            answer(courier, at(3));
            awaitBacklog(2);
            egress.full(true);
            answer(courier, at(4));
            awaitBacklog(3);
            egress.full(false);
            egress.acknowledging(true);
            awaitPublished(1, 2, 3);
            awaitBacklog(0);
        }

        @Test
        void leavesWithACourierThatStopsAndComesBackWithTheNext() {
            ActorRef<Command> courier = spawn();
            egress.acknowledging(false);
            answer(courier, at(1));
            answer(courier, at(2));
            awaitBacklog(2);
            stop(courier);
            assertThat(comeBacks).hasValue(1);
            awaitBacklog(0);

            courier = spawn();
            awaitBacklog(2);
            egress.acknowledging(true);
            awaitBacklog(0);
            stop(courier);
            awaitBacklog(0);
        }

        @Test
        void isAsOldAsTheJournalSaysWhenACourierComesBack() {
            long anHourAgo = System.currentTimeMillis() - 3_600_000;
            journal.begin(
                    CourierId.persistenceId(courierId),
                    List.of(new PositionsRecorded(anHourAgo, 0, 0, null, List.of(at(1)))));
            egress.acknowledging(false);
            spawn();
            await().untilAsserted(() -> assertThat(backlog.oldestSeconds()).isBetween(3_600.0, 3_700.0));
            egress.breakLine();
            egress.acknowledging(true);
            awaitBacklog(0);
            assertThat(backlog.oldestSeconds()).isZero();
        }

        @Test
        void doesNotDriftWhenTheJournalFails() {
            ActorRef<Command> courier = spawn();
            egress.acknowledging(false);
            answer(courier, at(1));
            answer(courier, at(2));
            for (int i = 0; i < 3; i++) {
                journal.failsWrites();
                assertBusy(answer(courier, at(3)));
                journal.works();
                await().until(() -> answer(courier, at(13)) instanceof Recorded);
            }
            awaitBacklog(3);
            egress.acknowledging(true);
            awaitBacklog(0);
        }

        @Test
        void isThatOfACourierThatCannotRecoverUntilItStops() {
            ActorRef<Command> courier = spawn();
            egress.acknowledging(false);
            answer(courier, at(1));
            awaitBacklog(1);
            journal.failsReads();
            journal.failsWrites();
            assertBusy(answer(courier, at(2)));
            for (int i = 0; i < 10; i++) {
                assertThat(backlog.events()).isEqualTo(1);
                assertThat(backlog.oldestSeconds()).isPositive();
                courier.tell(new GetLatest(kit.<LatestReply>createTestProbe().ref()));
            }
            stop(courier);
            awaitBacklog(0);
            assertThat(backlog.oldestSeconds()).isZero();
        }

        private void awaitBacklog(long events) {
            await().untilAsserted(() -> assertThat(backlog.events()).isEqualTo(events));
        }
    }

    @Nested
    class Leaving {

        @Test
        void theEventAfterAMarkerSaysSo() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            answer(courier, at(2));
            awaitPublished(1, 2);
            stop(courier);
            assertThat(lastEvent()).isEqualTo(new OutboxDrained(2));
            courier = spawn();
            answer(courier, at(3));
            answer(courier, at(4));
            assertThat(events().stream()
                            .filter(PositionsRecorded.class::isInstance)
                            .map(event -> ((PositionsRecorded) event).afterMarker()))
                    .containsExactly(false, false, true, false);
        }

        @Test
        void passivatesWhenIdleAndPublishedAndTheNextIncarnationPublishesNothing() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            shard.expectMessage(new Passivate<>(courier));
            stop(courier);
            assertThat(lastEvent()).isEqualTo(new OutboxDrained(1));
            assertThat(comeBacks).hasValue(0);

            ActorRef<Command> next = spawn();
            assertThat(latest(next).seqNr()).isEqualTo(2);
            shard.expectMessage(new Passivate<>(next));
            stop(next);
            assertThat(events()).as("one marker is enough").hasSize(2);
            assertThat(egress.published()).containsExactly(1L);

            assertThat(answer(spawn(), at(2))).isEqualTo(new Recorded(1, 0, 3, false, 0));
            awaitPublished(1, 3);
        }

        @Test
        void staysWhileSomethingIsNotPublished() {
            ActorRef<Command> courier = spawn();
            egress.acknowledging(false);
            answer(courier, at(1));
            shard.expectNoMessage(Duration.ofMillis(700));
            egress.acknowledging(true);
            shard.expectMessage(new Passivate<>(courier));
        }

        @Test
        void staysWhileItIsWatchedAndLeavesWhenTheWatcherIsGone() {
            ActorRef<Command> courier = spawn();
            answer(courier, at(1));
            TestProbe<Feed> watcher = kit.createTestProbe(Feed.class);
            courier.tell(new Watch(null, watcher.ref()));
            watcher.expectMessageClass(Feed.Subscribed.class);
            shard.expectNoMessage(Duration.ofMillis(700));
            watcher.stop();
            shard.expectMessage(new Passivate<>(courier));
        }

        @Test
        void oneThatWasNeverSeenLeavesAtOnce() {
            ActorRef<Command> courier = spawn();
            assertThat(latest(courier)).isEqualTo(new Latest(null, 0, 0));
            shard.expectMessage(Duration.ofMillis(200), new Passivate<>(courier));
            stop(courier);
            assertThat(events()).isEmpty();
        }

        @Test
        void aStopWaitsForTheWriteUnderWay() {
            ActorRef<Command> courier = spawn();
            latest(courier);
            journal.holdsWrites();
            TestProbe<Reply> reply = post(courier, at(1));
            courier.tell(Stop.INSTANCE);
            TestProbe<Reply> tooLate = post(courier, at(2));
            assertBusy(tooLate.receiveMessage());
            journal.letWritesGo();
            assertThat(reply.receiveMessage()).isEqualTo(new Recorded(1, 0, 1, false, 0));
            reply.expectTerminated(courier);
        }
    }

    private ActorRef<Command> spawn() {
        Surroundings given = new Surroundings(SETTINGS, egress, archive, journal.reader(), journalWatch, backlog);
        return kit.spawn(Courier.create(courierId, given, shard.ref(), comeBacks::incrementAndGet));
    }

    /** Fixes 1 to 60 were recorded; 1 to 20 are tabled and left the window. */
    private ActorRef<Command> longSeen() {
        ActorRef<Command> courier = spawn();
        archive.hasEverything = true;
        for (int i = 0; i < 3; i++) {
            answer(courier, from(i * 20 + 1, i * 20 + 20).toArray(Position[]::new));
        }
        assertThat(((PositionsRecorded) lastEvent()).tabledUpTo()).isEqualTo(1);
        return courier;
    }

    private static void stop(ActorRef<Command> courier) {
        TestProbe<Object> probe = kit.createTestProbe();
        courier.tell(Stop.INSTANCE);
        probe.expectTerminated(courier);
    }

    private ActorRef<Command> restart(ActorRef<Command> courier) {
        stop(courier);
        return spawn();
    }

    private static TestProbe<Reply> post(ActorRef<Command> courier, Position... positions) {
        TestProbe<Reply> reply = kit.createTestProbe(Reply.class);
        courier.tell(new Record(List.of(positions), null, 1_000_000, reply.ref()));
        return reply;
    }

    /** One new position each. */
    private static List<TestProbe<Reply>> posts(ActorRef<Command> courier, int count) {
        List<TestProbe<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(post(courier, at(10_000 + i)));
        }
        return replies;
    }

    private static Reply answer(ActorRef<Command> courier, Position... positions) {
        return post(courier, positions).receiveMessage();
    }

    private static Reply answer(ActorRef<Command> courier, String key, Position... positions) {
        TestProbe<Reply> reply = kit.createTestProbe(Reply.class);
        courier.tell(new Record(List.of(positions), key, 1_000_000, reply.ref()));
        return reply.receiveMessage();
    }

    /** Once the courier is there. */
    private static Latest latest(ActorRef<Command> courier) {
        return await().until(
                        () -> askLatest(courier).receiveMessage() instanceof Latest latest ? latest : null,
                        Objects::nonNull);
    }

    private static TestProbe<LatestReply> askLatest(ActorRef<Command> courier) {
        TestProbe<LatestReply> reply = kit.createTestProbe(LatestReply.class);
        courier.tell(new GetLatest(reply.ref()));
        return reply;
    }

    private static void assertBusy(Reply reply) {
        assertThat(reply).isInstanceOf(Busy.class);
    }

    private void awaitPublished(long... seqNrs) {
        List<Long> expected = Arrays.stream(seqNrs).boxed().toList();
        await().untilAsserted(() -> assertThat(egress.published()).isEqualTo(expected));
    }

    private List<CourierEvent> events() {
        return journal.events(CourierId.persistenceId(courierId));
    }

    private CourierEvent lastEvent() {
        List<CourierEvent> events = events();
        return events.get(events.size() - 1);
    }

    private List<Position> positions(int event) {
        return ((PositionsRecorded) events().get(event)).positions();
    }
}

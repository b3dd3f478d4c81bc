package io.rastro.sharding.outbox;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.rastro.protocol.PublishedEvent;
import io.rastro.sharding.journal.JournalReader;
import io.rastro.sharding.journal.JournalReader.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link Outbox} of one entity going: reads the journal when it is to be read, waits after a failure, looks
 * now and then after a line that broke in silence or does not acknowledge. Lives inside the entity's actor; not thread-safe.
 *
 * @param <C> the entity's commands
 */
public final class Publisher<C> {

    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration RETRY_MIN = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(10);

    private final ActorContext<C> context;
    private final OutboxBacklog.Share share;
    private final TimerScheduler<C> timers;
    private final JournalReader journal;
    private final String persistenceId;
    private final Outbox outbox;
    private final Messages<C> messages;
    private final Duration checkEvery;

    /**
     * What the entity tells itself and passes on here.
     *
     * @param check for {@link Publisher#check()}
     * @param retry for {@link Publisher#retry()}
     * @param journalRead for {@link Publisher#journalRead}; null when the journal could not be read
     */
    public record Messages<C>(C check, C retry, Function<@Nullable List<Entry>, C> journalRead) {}

    /** @param backlog where this entity's unpublished events are counted */
    public Publisher(
            ActorContext<C> context,
            OutboxBacklog backlog,
            TimerScheduler<C> timers,
            JournalReader journal,
            String persistenceId,
            Outbox outbox,
            Messages<C> messages) {
        this.context = context;
        this.share = backlog.share();
        this.timers = timers;
        this.journal = journal;
        this.persistenceId = persistenceId;
        this.outbox = outbox;
        this.messages = messages;
        this.checkEvery = outbox.overdueAfter().compareTo(CHECK) < 0 ? outbox.overdueAfter() : CHECK;
    }

    /** See {@link Outbox#recovered}. */
    public void recovered(long journaled, long published) {
        outbox.recovered(journaled, published);
        share.begin();
        goOn();
    }

    /** See {@link Outbox#persisted}. */
    public void persisted(long seqNr, PublishedEvent event) {
        outbox.persisted(seqNr, event);
        goOn();
    }

    /** See {@link Outbox#published}. */
    public void published(long seqNr) {
        outbox.published(seqNr);
        goOn();
    }

    public void journalRead(@Nullable List<Entry> entries) {
        if (entries == null) {
            outbox.readFailed();
        } else {
            sayHowOld(entries);
            outbox.read(entries);
        }
        goOn();
    }

    private void sayHowOld(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.seqNr() > outbox.publishedUpTo() && entry.event() instanceof PublishedEvent oldest) {
                share.oldestIsOf(oldest.receivedAtMillis());
                return;
            }
        }
    }

    public void check() {
        outbox.check();
        goOn();
    }

    public void retry() {
        if (!outbox.isPublished() && outbox.wantsToRead()) {
            readJournal();
        }
    }

    /** The entity ends: what is open is no longer counted here. One that fails comes back by {@link #recovered}. */
    public void left() {
        share.end();
    }

    public boolean isPublished() {
        return outbox.isPublished();
    }

    public long publishedUpTo() {
        return outbox.publishedUpTo();
    }

    private void goOn() {
        share.set(outbox.publishedUpTo(), outbox.journaledUpTo());
        if (outbox.isPublished()) {
            return;
        }
        if (!timers.isTimerActive(messages.check())) {
            timers.startSingleTimer(messages.check(), messages.check(), checkEvery);
        }
        if (!outbox.wantsToRead() || timers.isTimerActive(messages.retry())) {
            return;
        }
        if (outbox.failures() == 0) {
            readJournal();
        } else {
            retryLater();
        }
    }

    private void readJournal() {
        if (!outbox.takeUpLine()) {
            retryLater();
            return;
        }
        context.pipeToSelf(
                journal.catchUp(persistenceId, outbox.nextToRead(), outbox::readUpTo, outbox.pieceToRead()),
                (entries, failure) -> messages.journalRead().apply(failure == null ? entries : null));
    }

    private void retryLater() {
        timers.startSingleTimer(messages.retry(), messages.retry(), backoff(outbox.failures()));
    }

    private static Duration backoff(int failures) {
        long ceiling = Math.min(RETRY_MAX.toMillis(), RETRY_MIN.toMillis() << Math.min(failures, 10));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }
}

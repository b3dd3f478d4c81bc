package io.rastro.sinks.receipt;

import io.rastro.protocol.EventId;
import io.rastro.protocol.PublishedEvent;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.lake.LakeArchive;
import io.rastro.sinks.lake.LakeLedger;
import io.rastro.sinks.pix.PixTable;
import io.rastro.sinks.receipt.Receipt.KafkaPlace;
import io.rastro.sinks.receipt.Receipt.LakePlace;
import io.rastro.sinks.receipt.Receipt.Stage;
import io.rastro.sinks.receipt.Receipt.State;
import io.rastro.sinks.receipt.Receipt.TablePlace;
import io.rastro.sinks.table.PositionTable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far single items have come behind the journal. A look-up has a thread of its own, as many of them as the
 * settings allow, so that those who ask for receipts cannot slow down what the node is for. Any thread.
 */
public final class Receipts implements AutoCloseable {

    private static final int IDLE_SECONDS = 30;

    private final Trails trails;
    private final FindRecord records;
    private final FindRow rows;
    private final FindObject objects;
    private final ReceiptSettings settings;
    private final ExecutorService lookUps;

    public Receipts(
            SinksSettings sinks, PositionTable positions, PixTable pix, LakeLedger ledger, LakeArchive archive) {
        this.trails = new Trails(sinks, positions, pix);
        this.settings = sinks.receipts();
        SinkProgress progress = new SinkProgress(sinks.kafka());
        this.records = new FindRecord(sinks.kafka(), sinks.consuming(), settings.maxRecords());
        this.rows = new FindRow(sinks.table().timeToLive(), progress);
        this.objects = new FindObject(sinks, ledger, archive, progress);
        this.lookUps = new ThreadPoolExecutor(
                0, settings.atOnce(), IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Receipts::thread);
    }

    /**
     * Looks for an item that the journal has.
     *
     * @param event of that number, which has an item in this place
     * @param timeout how long the stores may take together; null: as the settings say
     * @return empty when too many look-ups are under way
     */
    public Optional<CompletionStage<Receipt>> find(EventId id, PublishedEvent event, @Nullable Duration timeout) {
        Sought sought = trails.of(id, event);
        Duration whole = timeout == null ? settings.timeout() : timeout;
        try {
            return Optional.of(CompletableFuture.supplyAsync(() -> look(sought, Deadline.in(whole)), lookUps));
        } catch (RejectedExecutionException tooMany) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        lookUps.shutdownNow();
    }

    /** A store that does not answer leaves time for those after it. */
    private Receipt look(Sought sought, Deadline deadline) {
        FindRecord.Found record = records.find(sought, deadline.half());
        Stage<TablePlace> row = rows.find(sought, record.stage(), deadline.half());
        Stage<LakePlace> object = objects.find(sought, settled(record, row.isDone()), deadline);
        return new Receipt(settled(record, row.isDone() || object.isDone()), row, object);
    }

    /** @param wasRead whether something that is only fed from Kafka has it */
    private static Stage<KafkaPlace> settled(FindRecord.Found found, boolean wasRead) {
        Stage<KafkaPlace> kafka = found.stage();
        if (!wasRead || !found.isNowhere()) {
            return kafka;
        }
        return found.mayBeGone()
                ? new Stage<>(State.EXPIRED, kafka.place(), "Kafka has removed it: it keeps records for a time only.")
                : new Stage<>(
                        State.UNKNOWN,
                        kafka.place(),
                        "It was in Kafka and is not in its partition: the topic was made anew, or its partitions"
                                + " are others now.");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "rastro-receipt");
        thread.setDaemon(true);
        return thread;
    }
}

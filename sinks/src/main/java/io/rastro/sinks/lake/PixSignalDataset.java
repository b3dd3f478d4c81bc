package io.rastro.sinks.lake;

import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.sinks.kafka.RecordTrace;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.pix.PixHours;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Signals of Pix accounts, by the time of the item that each is of: that is the time they go by. */
record PixSignalDataset(String topic) implements Dataset<TracedPixSignal> {

    private static final Columns<TracedPixSignal> COLUMNS = new Columns<TracedPixSignal>("pix_signal")
            .text("event_id", TracedPixSignal::eventId)
            .text("account_id", TracedPixSignal::accountId)
            .repetitive()
            .int64("seq", TracedPixSignal::seqNr)
            .int32("index", traced -> traced.signal().index())
            .instant("received_at", TracedPixSignal::receivedAtMillis)
            .repetitive()
            .all(PixItemColumns.ALL, TracedPixSignal::item)
            .text("rule", traced -> traced.signal().rule())
            .repetitive()
            .int32("version", traced -> traced.signal().version())
            .repetitive()
            .float64("score", traced -> traced.signal().score())
            .map("inputs", traced -> new TreeMap<>(traced.signal().inputs()))
            .repetitive();

    @Override
    public ValueReader<TracedPixSignal> reader(IntFunction<Optional<Schema>> schemas) {
        return ValueReader.ofPixSignals(schemas);
    }

    @Override
    public String eventId(TracedPixSignal traced) {
        return traced.eventId();
    }

    @Override
    public long timeMillis(TracedPixSignal traced) {
        return PixHours.timeOf(traced.item().occurredAtMillis(), traced.receivedAtMillis());
    }

    @Override
    public Columns<TracedPixSignal> columns() {
        return COLUMNS;
    }

    @Override
    public Place place(TracedPixSignal traced, ConsumerRecord<String, byte[]> record) {
        return place(
                traced.accountId(),
                traced.signal().rule(),
                traced.seqNr(),
                traced.signal().index());
    }

    @Override
    public Optional<Place> place(ConsumerRecord<String, byte[]> unreadable) {
        return RecordTrace.detail(unreadable, PixAccountId.ENTITY_TYPE)
                .map(of -> place(
                        unreadable.key(),
                        of.what(),
                        of.item().seqNr(),
                        of.item().index()));
    }

    /**
     * Several signals may be of one item, in an order that nothing says; but a rule tells at most once of an item, and of
     * the items in their order. Nothing says either which signal came before: a journal event need not have any.
     */
    private static Place place(String accountId, String rule, long seqNr, int index) {
        return Place.alone(accountId + '~' + rule, seqNr, index);
    }
}

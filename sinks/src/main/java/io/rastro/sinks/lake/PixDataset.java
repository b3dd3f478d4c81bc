package io.rastro.sinks.lake;

import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sinks.kafka.RecordTrace;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.pix.PixHours;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What happened on Pix accounts, of one kind, by the time at which a history lists it, see {@link PixHours}. */
record PixDataset(String topic) implements Dataset<TracedPix> {

    private static final Columns<Refused> REFUSED = new Columns<Refused>("refused_return")
            .text("rtr_id", Refused::rtrId)
            .text("rule", refused -> refused.rule().word())
            .text("rule_name", refused -> refused.rule().name());

    private static final Columns<TracedPix> COLUMNS = new Columns<TracedPix>("pix_event")
            .text("event_id", traced -> traced.eventId().toString())
            .text("account_id", TracedPix::accountId)
            .repetitive()
            .int64("seq", TracedPix::seqNr)
            .int32("index", TracedPix::index)
            .instant("received_at", TracedPix::receivedAtMillis)
            .repetitive()
            .all(PixItemColumns.ALL, traced -> traced.decided().item())
            .text("verdict", traced -> traced.decided().verdict().name())
            .repetitive()
            .optionalText("rule", traced -> wordOf(traced.decided().rule()))
            .repetitive()
            .optionalText("rule_name", traced -> nameOf(traced.decided().rule()))
            .repetitive()
            .texts("joined", traced -> traced.decided().joined())
            .rows("refused", traced -> traced.decided().refused(), REFUSED)
            .bool("last_of_kind", TracedPix::last);

    @Override
    public ValueReader<TracedPix> reader(IntFunction<Optional<Schema>> schemas) {
        return ValueReader.ofPix(schemas);
    }

    @Override
    public String eventId(TracedPix traced) {
        return traced.eventId().toString();
    }

    @Override
    public long timeMillis(TracedPix traced) {
        return PixHours.timeOf(traced.decided().item().occurredAtMillis(), traced.receivedAtMillis());
    }

    @Override
    public Columns<TracedPix> columns() {
        return COLUMNS;
    }

    @Override
    public Place place(TracedPix traced, ConsumerRecord<String, byte[]> record) {
        return place(traced.accountId(), traced.seqNr(), traced.index(), record);
    }

    @Override
    public Optional<Place> place(ConsumerRecord<String, byte[]> unreadable) {
        return RecordTrace.eventId(unreadable, PixAccountId.ENTITY_TYPE)
                .map(id -> place(unreadable.key(), id.seqNr(), id.index(), unreadable));
    }

    /** Other kinds of the event are in other topics: what came before it in this one only its headers say. */
    private static Place place(String accountId, long seqNr, int index, ConsumerRecord<String, byte[]> record) {
        return new Place(accountId, seqNr, index, RecordTrace.previousSeqNr(record), RecordTrace.previousIndex(record));
    }

    private static @Nullable String wordOf(@Nullable Rule rule) {
        return rule == null ? null : rule.word();
    }

    private static @Nullable String nameOf(@Nullable Rule rule) {
        return rule == null ? null : rule.name();
    }
}

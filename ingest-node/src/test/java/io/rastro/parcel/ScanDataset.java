package io.rastro.parcel;

import io.rastro.protocol.AvroReader;
import io.rastro.sinks.kafka.RecordTrace;
import io.rastro.sinks.kafka.ValueReader;
import io.rastro.sinks.lake.Columns;
import io.rastro.sinks.lake.Dataset;
import io.rastro.sinks.lake.Place;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Scans of parcels, by the time of the scan. */
record ScanDataset(String topic) implements Dataset<TracedScan> {

    private static final Columns<TracedScan> COLUMNS = new Columns<TracedScan>("parcel_scan")
            .text("event_id", traced -> traced.eventId().toString())
            .text("parcel_id", TracedScan::parcelId)
            .repetitive()
            .int64("seq", TracedScan::seqNr)
            .int32("index", TracedScan::index)
            .instant("received_at", TracedScan::receivedAtMillis)
            .text("place", traced -> traced.scan().place())
            .repetitive()
            .instant("scanned_at", traced -> traced.scan().scannedAtMillis());

    @Override
    public ValueReader<TracedScan> reader(IntFunction<Optional<Schema>> schemas) {
        return ValueReader.of(schemas, writer -> {
            AvroReader<TracedScan> reader = TracedScan.readerOf(writer);
            return reader::read;
        });
    }

    @Override
    public String eventId(TracedScan traced) {
        return traced.eventId().toString();
    }

    @Override
    public long timeMillis(TracedScan traced) {
        return traced.scan().scannedAtMillis();
    }

    @Override
    public Columns<TracedScan> columns() {
        return COLUMNS;
    }

    @Override
    public Place place(TracedScan traced, ConsumerRecord<String, byte[]> record) {
        return place(traced.parcelId(), traced.seqNr(), traced.index(), record);
    }

    @Override
    public Optional<Place> place(ConsumerRecord<String, byte[]> unreadable) {
        return RecordTrace.eventId(unreadable, Parcel.ENTITY_TYPE)
                .map(id -> place(unreadable.key(), id.seqNr(), id.index(), unreadable));
    }

    private static Place place(String parcelId, long seqNr, int index, ConsumerRecord<String, byte[]> record) {
        return new Place(parcelId, seqNr, index, RecordTrace.previousSeqNr(record), RecordTrace.previousIndex(record));
    }
}

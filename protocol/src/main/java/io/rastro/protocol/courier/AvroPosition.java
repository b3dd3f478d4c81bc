package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import io.rastro.protocol.UndecodableException;
import io.rastro.protocol.UnreadableBodyException;
import java.io.IOException;
import org.apache.avro.io.Decoder;

/** Reads one item of an Avro container into a {@link PositionDraft}. Bound to one client's schema and one thread. */
final class AvroPosition {

    private final AvroIngestSchema schema;
    private final AvroReader<Boolean> reader;
    private PositionDraft draft;
    private boolean withCourierId;

    private AvroPosition(AvroIngestSchema schema) {
        this.schema = schema;
        this.draft = new PositionDraft(PositionLimits.DEFAULT, 0);
        this.reader = new AvroReader<>(schema.writer(), AvroIngestSchema.READER, this::readItem);
    }

    static AvroPosition of(AvroIngestSchema schema) throws UnreadableBodyException {
        try {
            return new AvroPosition(schema);
        } catch (UndecodableException e) {
            throw UnreadableBodyException.malformed("the Avro container's schema cannot be read as positions");
        }
    }

    void read(Decoder in, BatchBuilder batch) throws IOException, UnreadableBodyException {
        draft = batch.begin();
        withCourierId = batch.isForManyCouriers();
        reader.readNext(in);
        batch.end();
    }

    private Boolean readItem(Decoder in) throws IOException {
        AvroReader.readFields(in, AvroIngestSchema.READER.getFields().size(), this::readField);
        return true;
    }

    /** Fields in the order of {@code courier/Position.avsc}, each of them a union with null first. */
    private void readField(int field, Decoder in) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return;
        }
        switch (field) {
            case 0 -> courierId(in.readString());
            case 1 -> draft.fixedAt(Math.floorDiv(in.readLong(), schema.fixedAtUnitsPerMilli()));
            case 2 -> draft.lat(in.readDouble());
            case 3 -> draft.lon(in.readDouble());
            case 4 -> draft.accuracyM(in.readDouble());
            case 5 -> draft.speedMps(in.readDouble());
            case 6 -> draft.bearingDeg(in.readDouble());
            case 7 -> draft.altitudeM(in.readDouble());
            case 8 -> draft.batteryPct(in.readDouble());
            case 9 -> draft.orderId(in.readString());
            case 10 -> readAttributes(in);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private void courierId(String id) {
        if (withCourierId) {
            draft.courierId(id);
        }
    }

    private void readAttributes(Decoder in) throws IOException {
        for (long inBlock = in.readMapStart(); inBlock > 0; inBlock = in.mapNext()) {
            for (long i = 0; i < inBlock; i++) {
                String key = in.readString();
                if (in.readIndex() == 0) {
                    in.readNull();
                } else {
                    draft.attribute(key, in.readString());
                }
            }
        }
    }
}

package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** {@link PositionsRecorded} as {@code courier/PositionsRecorded.v2.avsc} says. One a thread: it reuses its fields. */
final class PositionsRecordedCodec implements AvroReader.Reading<PositionsRecorded> {

    private static final int FIELDS = 6;

    private final PositionFields position = new PositionFields();
    private long receivedAtMillis;
    private long publishedUpTo;
    private long tabledUpTo;
    private @Nullable String idempotencyKey;
    private List<Position> positions = List.of();
    private @Nullable Boolean afterMarker;

    static void write(PositionsRecorded event, Encoder out) throws IOException {
        out.writeLong(event.receivedAtMillis());
        out.writeLong(event.publishedUpTo());
        out.writeLong(event.tabledUpTo());
        PositionFields.encodeOptional(event.idempotencyKey(), out);
        out.writeArrayStart();
        out.setItemCount(event.positions().size());
        for (Position each : event.positions()) {
            out.startItem();
            PositionFields.encode(each, out);
        }
        out.writeArrayEnd();
        encodeOptional(event.afterMarker(), out);
    }

    private static void encodeOptional(@Nullable Boolean value, Encoder out) throws IOException {
        out.writeIndex(value == null ? 0 : 1);
        if (value != null) {
            out.writeBoolean(value);
        }
    }

    private static @Nullable Boolean readOptional(Decoder in) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return null;
        }
        return in.readBoolean();
    }

    @Override
    public PositionsRecorded read(Decoder in) throws IOException {
        AvroReader.readFields(in, FIELDS, this::readField);
        return new PositionsRecorded(
                receivedAtMillis, publishedUpTo, tabledUpTo, idempotencyKey, positions, afterMarker);
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> receivedAtMillis = in.readLong();
            case 1 -> publishedUpTo = in.readLong();
            case 2 -> tabledUpTo = in.readLong();
            case 3 -> idempotencyKey = PositionFields.readOptional(in);
            case 4 -> positions = readPositions(in);
            case 5 -> afterMarker = readOptional(in);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private List<Position> readPositions(Decoder in) throws IOException {
        List<Position> read = new ArrayList<>();
        for (long inBlock = in.readArrayStart(); inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                read.add(position.read(in));
            }
        }
        return Collections.unmodifiableList(read);
    }
}

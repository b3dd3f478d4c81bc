package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** {@link PositionsRecorded} as {@code courier/PositionsRecorded.v4.avsc} says. One a thread: it reuses its fields. */
final class PositionsRecordedCodec implements AvroReader.Reading<PositionsRecorded> {

    private static final int FIELDS = 9;

    private final PositionFields position = new PositionFields();
    private long receivedAtMillis;
    private long publishedUpTo;
    private long tabledUpTo;
    private @Nullable String idempotencyKey;
    private List<Position> positions = List.of();
    private @Nullable Boolean afterMarker;
    private List<GeofenceCrossing> crossings = List.of();
    private @Nullable Long previous;
    private List<OrderPickup> pickups = List.of();

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
        out.writeArrayStart();
        out.setItemCount(event.crossings().size());
        for (GeofenceCrossing each : event.crossings()) {
            out.startItem();
            out.writeInt(each.index());
            out.writeString(each.geofenceId());
            out.writeString(each.kind().text());
            out.writeLong(each.enteredAtMillis());
        }
        out.writeArrayEnd();
        PositionFields.encodeOptional(event.previous(), out);
        out.writeArrayStart();
        out.setItemCount(event.pickups().size());
        for (OrderPickup each : event.pickups()) {
            out.startItem();
            out.writeInt(each.index());
            out.writeString(each.orderId());
        }
        out.writeArrayEnd();
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
                receivedAtMillis,
                publishedUpTo,
                tabledUpTo,
                idempotencyKey,
                positions,
                afterMarker,
                crossings,
                previous,
                pickups);
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> receivedAtMillis = in.readLong();
            case 1 -> publishedUpTo = in.readLong();
            case 2 -> tabledUpTo = in.readLong();
            case 3 -> idempotencyKey = PositionFields.readOptional(in);
            case 4 -> positions = readPositions(in);
            case 5 -> afterMarker = readOptional(in);
            case 6 -> crossings = readCrossings(in);
            case 7 -> previous = PositionFields.readOptionalLong(in);
            case 8 -> pickups = readPickups(in);
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

    private static List<GeofenceCrossing> readCrossings(Decoder in) throws IOException {
        long inBlock = in.readArrayStart();
        if (inBlock == 0) {
            return List.of();
        }
        CrossingFields fields = new CrossingFields();
        List<GeofenceCrossing> read = new ArrayList<>();
        for (; inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                read.add(fields.read(in));
            }
        }
        return Collections.unmodifiableList(read);
    }

    private static List<OrderPickup> readPickups(Decoder in) throws IOException {
        long inBlock = in.readArrayStart();
        if (inBlock == 0) {
            return List.of();
        }
        PickupFields fields = new PickupFields();
        List<OrderPickup> read = new ArrayList<>();
        for (; inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                read.add(fields.read(in));
            }
        }
        return Collections.unmodifiableList(read);
    }

    private static final class PickupFields {

        private int index;
        private String orderId = "";

        OrderPickup read(Decoder in) throws IOException {
            AvroReader.readFields(in, 2, this::readField);
            return new OrderPickup(index, orderId);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> index = in.readInt();
                case 1 -> orderId = in.readString();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }

    private static final class CrossingFields {

        private int index;
        private String geofenceId = "";
        private String kind = "";
        private long enteredAtMillis;

        GeofenceCrossing read(Decoder in) throws IOException {
            AvroReader.readFields(in, 4, this::readField);
            return new GeofenceCrossing(index, geofenceId, GeofenceCrossing.Kind.of(kind), enteredAtMillis);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> index = in.readInt();
                case 1 -> geofenceId = in.readString();
                case 2 -> kind = in.readString();
                case 3 -> enteredAtMillis = in.readLong();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}

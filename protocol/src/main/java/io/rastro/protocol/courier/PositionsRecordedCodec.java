package io.rastro.protocol.courier;

import io.rastro.protocol.AvroFields;
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
    private final CrossingFields crossing = new CrossingFields();
    private final PickupFields pickup = new PickupFields();
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
        AvroFields.writeText(event.idempotencyKey(), out);
        // A loop of its own, here and below: positions are by far the most of what is written and read.
        out.writeArrayStart();
        out.setItemCount(event.positions().size());
        for (Position each : event.positions()) {
            out.startItem();
            PositionFields.encode(each, out);
        }
        out.writeArrayEnd();
        AvroFields.writeOptional(event.afterMarker(), out, (marker, to) -> to.writeBoolean(marker));
        AvroFields.writeArray(event.crossings(), out, CrossingFields::write);
        AvroFields.writeOptional(event.previous(), out, (seqNr, to) -> to.writeLong(seqNr));
        AvroFields.writeArray(event.pickups(), out, PickupFields::write);
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
            case 3 -> idempotencyKey = AvroFields.readText(in);
            case 4 -> positions = readPositions(in);
            case 5 -> afterMarker = AvroFields.readOptional(in, Decoder::readBoolean);
            case 6 -> crossings = AvroFields.readArray(in, crossing);
            case 7 -> previous = AvroFields.readOptional(in, Decoder::readLong);
            case 8 -> pickups = AvroFields.readArray(in, pickup);
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

    private static final class PickupFields implements AvroReader.Reading<OrderPickup> {

        private int index;
        private String orderId = "";

        static void write(OrderPickup pickup, Encoder out) throws IOException {
            out.writeInt(pickup.index());
            out.writeString(pickup.orderId());
        }

        @Override
        public OrderPickup read(Decoder in) throws IOException {
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

    private static final class CrossingFields implements AvroReader.Reading<GeofenceCrossing> {

        private int index;
        private String geofenceId = "";
        private String kind = "";
        private long enteredAtMillis;

        static void write(GeofenceCrossing crossing, Encoder out) throws IOException {
            out.writeInt(crossing.index());
            out.writeString(crossing.geofenceId());
            out.writeString(crossing.kind().text());
            out.writeLong(crossing.enteredAtMillis());
        }

        @Override
        public GeofenceCrossing read(Decoder in) throws IOException {
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

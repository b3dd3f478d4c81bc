package io.rastro.protocol.courier;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.courier.CourierSnapshot.RecordedRequest;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** {@link CourierSnapshot} as {@code courier/CourierSnapshot.v3.avsc} says. One a thread: it reuses its fields. */
final class CourierSnapshotCodec implements AvroReader.Reading<CourierSnapshot> {

    private static final int FIELDS = 15;

    private final LatestFields latestFields = new LatestFields();
    private final RequestFields request = new RequestFields();
    private final InsideFields insideFields = new InsideFields();
    private long seqNr;
    private @Nullable TracedPosition latest;
    private long positionCount;
    private long publishedUpTo;
    private long tabledUpTo;
    private long horizonMillis;
    private long[] fixedAtMillis = {};
    private long[] placeHashes = {};
    private long[] seqNrs = {};
    private List<RecordedRequest> requests = List.of();
    private List<InsideGeofence> inside = List.of();
    private @Nullable Long positionsUpTo;
    private @Nullable String assignedOrderId;
    private long assignedAtMillis;
    private @Nullable String servedOrderId;

    static void write(CourierSnapshot snapshot, Encoder out) throws IOException {
        out.writeLong(snapshot.seqNr());
        AvroFields.writeOptional(snapshot.latest(), out, LatestFields::write);
        out.writeLong(snapshot.positionCount());
        out.writeLong(snapshot.publishedUpTo());
        out.writeLong(snapshot.tabledUpTo());
        out.writeLong(snapshot.horizonMillis());
        AvroFields.writeLongs(snapshot.fixedAtMillis(), out);
        AvroFields.writeLongs(snapshot.placeHashes(), out);
        AvroFields.writeLongs(snapshot.seqNrs(), out);
        AvroFields.writeArray(snapshot.requests(), out, RequestFields::write);
        AvroFields.writeArray(snapshot.inside(), out, InsideFields::write);
        AvroFields.writeOptional(snapshot.positionsUpTo(), out, (seqNr, to) -> to.writeLong(seqNr));
        ServedOrder order = snapshot.order();
        AvroFields.writeText(order.assigned(), out);
        out.writeLong(order.assignedAtMillis());
        AvroFields.writeText(order.serving(), out);
    }

    @Override
    public CourierSnapshot read(Decoder in) throws IOException {
        AvroReader.readFields(in, FIELDS, this::readField);
        return new CourierSnapshot(
                seqNr,
                latest,
                positionCount,
                publishedUpTo,
                tabledUpTo,
                horizonMillis,
                fixedAtMillis,
                placeHashes,
                seqNrs,
                requests,
                inside,
                positionsUpTo,
                new ServedOrder(assignedOrderId, assignedAtMillis, servedOrderId));
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> seqNr = in.readLong();
            case 1 -> latest = AvroFields.readOptional(in, latestFields);
            case 2 -> positionCount = in.readLong();
            case 3 -> publishedUpTo = in.readLong();
            case 4 -> tabledUpTo = in.readLong();
            case 5 -> horizonMillis = in.readLong();
            case 6 -> fixedAtMillis = AvroFields.readLongs(in);
            case 7 -> placeHashes = AvroFields.readLongs(in);
            case 8 -> seqNrs = AvroFields.readLongs(in);
            case 9 -> requests = AvroFields.readArray(in, request);
            case 10 -> inside = AvroFields.readArray(in, insideFields);
            case 11 -> positionsUpTo = AvroFields.readOptional(in, Decoder::readLong);
            case 12 -> assignedOrderId = AvroFields.readText(in);
            case 13 -> assignedAtMillis = in.readLong();
            case 14 -> servedOrderId = AvroFields.readText(in);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private static final class InsideFields implements AvroReader.Reading<InsideGeofence> {

        private String geofenceId = "";
        private long enteredAtMillis;
        private long enteredReceivedAtMillis;
        private boolean dwelt;

        static void write(InsideGeofence inside, Encoder out) throws IOException {
            out.writeString(inside.geofenceId());
            out.writeLong(inside.enteredAtMillis());
            out.writeLong(inside.enteredReceivedAtMillis());
            out.writeBoolean(inside.dwelt());
        }

        @Override
        public InsideGeofence read(Decoder in) throws IOException {
            AvroReader.readFields(in, 4, this::readField);
            return new InsideGeofence(geofenceId, enteredAtMillis, enteredReceivedAtMillis, dwelt);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> geofenceId = in.readString();
                case 1 -> enteredAtMillis = in.readLong();
                case 2 -> enteredReceivedAtMillis = in.readLong();
                case 3 -> dwelt = in.readBoolean();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }

    private static final class RequestFields implements AvroReader.Reading<RecordedRequest> {

        private String idempotencyKey = "";
        private long seqNr;
        private int recorded;

        static void write(RecordedRequest request, Encoder out) throws IOException {
            out.writeString(request.idempotencyKey());
            out.writeLong(request.seqNr());
            out.writeInt(request.recorded());
        }

        @Override
        public RecordedRequest read(Decoder in) throws IOException {
            AvroReader.readFields(in, 3, this::readField);
            return new RecordedRequest(idempotencyKey, seqNr, recorded);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> idempotencyKey = in.readString();
                case 1 -> seqNr = in.readLong();
                case 2 -> recorded = in.readInt();
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }

    private static final class LatestFields implements AvroReader.Reading<TracedPosition> {

        private final PositionFields fields = new PositionFields();
        private String courierId = "";
        private long seqNr;
        private int index;
        private long receivedAtMillis;
        private @Nullable Position position;

        static void write(TracedPosition latest, Encoder out) throws IOException {
            out.writeString(latest.courierId());
            out.writeLong(latest.seqNr());
            out.writeInt(latest.index());
            out.writeLong(latest.receivedAtMillis());
            PositionFields.encode(latest.position(), out);
        }

        @Override
        public TracedPosition read(Decoder in) throws IOException {
            AvroReader.readFields(in, 5, this::readField);
            return new TracedPosition(
                    courierId, seqNr, index, receivedAtMillis, java.util.Objects.requireNonNull(position));
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> courierId = in.readString();
                case 1 -> seqNr = in.readLong();
                case 2 -> index = in.readInt();
                case 3 -> receivedAtMillis = in.readLong();
                case 4 -> position = fields.read(in);
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}

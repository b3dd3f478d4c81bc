package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import io.rastro.protocol.courier.CourierSnapshot.RecordedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** {@link CourierSnapshot} as {@code courier/CourierSnapshot.v3.avsc} says. One a thread: it reuses its fields. */
final class CourierSnapshotCodec implements AvroReader.Reading<CourierSnapshot> {

    private static final int FIELDS = 15;

    private final LatestFields latestFields = new LatestFields();
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
        TracedPosition latest = snapshot.latest();
        out.writeIndex(latest == null ? 0 : 1);
        if (latest == null) {
            out.writeNull();
        } else {
            LatestFields.write(latest, out);
        }
        out.writeLong(snapshot.positionCount());
        out.writeLong(snapshot.publishedUpTo());
        out.writeLong(snapshot.tabledUpTo());
        out.writeLong(snapshot.horizonMillis());
        writeLongs(snapshot.fixedAtMillis(), out);
        writeLongs(snapshot.placeHashes(), out);
        writeLongs(snapshot.seqNrs(), out);
        writeRequests(snapshot.requests(), out);
        writeInside(snapshot.inside(), out);
        PositionFields.encodeOptional(snapshot.positionsUpTo(), out);
        ServedOrder order = snapshot.order();
        PositionFields.encodeOptional(order.assigned(), out);
        out.writeLong(order.assignedAtMillis());
        PositionFields.encodeOptional(order.serving(), out);
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
            case 1 -> latest = readLatest(in);
            case 2 -> positionCount = in.readLong();
            case 3 -> publishedUpTo = in.readLong();
            case 4 -> tabledUpTo = in.readLong();
            case 5 -> horizonMillis = in.readLong();
            case 6 -> fixedAtMillis = readLongs(in);
            case 7 -> placeHashes = readLongs(in);
            case 8 -> seqNrs = readLongs(in);
            case 9 -> requests = readRequests(in);
            case 10 -> inside = readInside(in);
            case 11 -> positionsUpTo = PositionFields.readOptionalLong(in);
            case 12 -> assignedOrderId = PositionFields.readOptional(in);
            case 13 -> assignedAtMillis = in.readLong();
            case 14 -> servedOrderId = PositionFields.readOptional(in);
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private @Nullable TracedPosition readLatest(Decoder in) throws IOException {
        if (in.readIndex() == 0) {
            in.readNull();
            return null;
        }
        return latestFields.read(in);
    }

    private static void writeLongs(long[] numbers, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(numbers.length);
        for (long number : numbers) {
            out.startItem();
            out.writeLong(number);
        }
        out.writeArrayEnd();
    }

    private static long[] readLongs(Decoder in) throws IOException {
        long[] read = new long[256];
        int size = 0;
        for (long inBlock = in.readArrayStart(); inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                if (size == read.length) {
                    read = Arrays.copyOf(read, size * 2);
                }
                read[size++] = in.readLong();
            }
        }
        return Arrays.copyOf(read, size);
    }

    private static void writeRequests(List<RecordedRequest> requests, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(requests.size());
        for (RecordedRequest request : requests) {
            out.startItem();
            out.writeString(request.idempotencyKey());
            out.writeLong(request.seqNr());
            out.writeInt(request.recorded());
        }
        out.writeArrayEnd();
    }

    private static List<RecordedRequest> readRequests(Decoder in) throws IOException {
        RequestFields fields = new RequestFields();
        List<RecordedRequest> read = new ArrayList<>();
        for (long inBlock = in.readArrayStart(); inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                read.add(fields.read(in));
            }
        }
        return Collections.unmodifiableList(read);
    }

    private static void writeInside(List<InsideGeofence> inside, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(inside.size());
        for (InsideGeofence each : inside) {
            out.startItem();
            out.writeString(each.geofenceId());
            out.writeLong(each.enteredAtMillis());
            out.writeLong(each.enteredReceivedAtMillis());
            out.writeBoolean(each.dwelt());
        }
        out.writeArrayEnd();
    }

    private static List<InsideGeofence> readInside(Decoder in) throws IOException {
        InsideFields fields = new InsideFields();
        List<InsideGeofence> read = new ArrayList<>(0);
        for (long inBlock = in.readArrayStart(); inBlock > 0; inBlock = in.arrayNext()) {
            for (long i = 0; i < inBlock; i++) {
                read.add(fields.read(in));
            }
        }
        return Collections.unmodifiableList(read);
    }

    private static final class InsideFields {

        private String geofenceId = "";
        private long enteredAtMillis;
        private long enteredReceivedAtMillis;
        private boolean dwelt;

        InsideGeofence read(Decoder in) throws IOException {
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

    private static final class RequestFields {

        private String idempotencyKey = "";
        private long seqNr;
        private int recorded;

        RecordedRequest read(Decoder in) throws IOException {
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

    private static final class LatestFields {

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

        TracedPosition read(Decoder in) throws IOException {
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

package io.rastro.protocol.pix.journal;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroReader;
import io.rastro.protocol.pix.journal.PixSnapshot.ActivityRecord;
import io.rastro.protocol.pix.journal.PixSnapshot.WindowRecord;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** The fields of {@code RecordedActivity}, in the order of its schema. Not thread-safe: it reuses its fields. */
final class ActivityFields implements AvroReader.Reading<ActivityRecord> {

    private final WindowFields window = new WindowFields();
    private List<WindowRecord> windows = List.of();
    private long usualHour;
    private long usualCount;
    private long usualCentavos;
    private long usualHours;
    private double usualMeanCount;
    private double usualMeanCentavos;
    private long[] known = {};
    private long night;
    private long nightCentavos;
    private long latestMillis;
    private Set<String> above = Set.of();

    static void write(ActivityRecord activity, Encoder out) throws IOException {
        AvroFields.writeArray(activity.windows(), out, WindowFields::write);
        out.writeLong(activity.usualHour());
        out.writeLong(activity.usualCount());
        out.writeLong(activity.usualCentavos());
        out.writeLong(activity.usualHours());
        out.writeDouble(activity.usualMeanCount());
        out.writeDouble(activity.usualMeanCentavos());
        AvroFields.writeLongs(activity.known(), out);
        out.writeLong(activity.night());
        out.writeLong(activity.nightCentavos());
        out.writeLong(activity.latestMillis());
        // Sorted, so that the same state is always the same bytes.
        AvroFields.writeArray(new TreeSet<>(activity.above()), out, (limit, to) -> to.writeString(limit));
    }

    @Override
    public ActivityRecord read(Decoder in) throws IOException {
        AvroReader.readFields(in, 12, this::readField);
        return new ActivityRecord(
                windows,
                usualHour,
                usualCount,
                usualCentavos,
                usualHours,
                usualMeanCount,
                usualMeanCentavos,
                known,
                night,
                nightCentavos,
                latestMillis,
                above);
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> windows = AvroFields.readArray(in, window);
            case 1 -> usualHour = in.readLong();
            case 2 -> usualCount = in.readLong();
            case 3 -> usualCentavos = in.readLong();
            case 4 -> usualHours = in.readLong();
            case 5 -> usualMeanCount = in.readDouble();
            case 6 -> usualMeanCentavos = in.readDouble();
            case 7 -> known = AvroFields.readLongs(in);
            case 8 -> night = in.readLong();
            case 9 -> nightCentavos = in.readLong();
            case 10 -> latestMillis = in.readLong();
            case 11 -> above = Set.copyOf(AvroFields.readArray(in, Decoder::readString));
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }

    private static final class WindowFields implements AvroReader.Reading<WindowRecord> {

        private long bucketMillis;
        private long newest;
        private int[] counts = {};
        private long[] centavos = {};

        static void write(WindowRecord window, Encoder out) throws IOException {
            out.writeLong(window.bucketMillis());
            out.writeLong(window.newest());
            out.writeArrayStart();
            out.setItemCount(window.counts().length);
            for (int count : window.counts()) {
                out.startItem();
                out.writeInt(count);
            }
            out.writeArrayEnd();
            AvroFields.writeLongs(window.centavos(), out);
        }

        @Override
        public WindowRecord read(Decoder in) throws IOException {
            AvroReader.readFields(in, 4, this::readField);
            return new WindowRecord(bucketMillis, newest, counts, centavos);
        }

        private void readField(int field, Decoder in) throws IOException {
            switch (field) {
                case 0 -> bucketMillis = in.readLong();
                case 1 -> newest = in.readLong();
                case 2 ->
                    counts = AvroFields.readArray(in, Decoder::readInt).stream()
                            .mapToInt(Integer::intValue)
                            .toArray();
                case 3 -> centavos = AvroFields.readLongs(in);
                default -> throw new IllegalStateException("no such field: " + field);
            }
        }
    }
}

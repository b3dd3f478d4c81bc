package io.rastro.sinks.lake;

import java.time.LocalDate;
import org.apache.kafka.common.TopicPartition;

/** Hive-style names: {@code courier_positions/dt=2026-11-21/hour=08/courier.positions+3+128000.parquet}. */
final class ObjectNames {

    private static final long MILLIS_OF_HOUR = 3_600_000L;

    private ObjectNames() {}

    /** @param hour since 1970-01-01T00Z */
    static String of(TopicPartition partition, long firstOffset, int hour) {
        return ofPartition(partition, hour) + firstOffset + ".parquet";
    }

    /** What the names of all objects of a topic's partition and an hour begin with. */
    static String ofPartition(TopicPartition partition, int hour) {
        return ofHour(partition.topic(), hour) + partition.partition() + '+';
    }

    /** What the names of all objects of a topic and an hour begin with. */
    static String ofHour(String topic, int hour) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(hour, 24));
        int hourOfDay = Math.floorMod(hour, 24);
        return topic.replace('.', '_') + "/dt=" + day + "/hour=" + (hourOfDay < 10 ? "0" : "") + hourOfDay + '/' + topic
                + '+';
    }

    /** @param fixedAtMillis epoch milliseconds @return hours since 1970-01-01T00Z */
    static int hourOf(long fixedAtMillis) {
        return (int) Math.floorDiv(fixedAtMillis, MILLIS_OF_HOUR);
    }
}

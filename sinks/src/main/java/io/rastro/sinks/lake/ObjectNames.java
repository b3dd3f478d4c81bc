package io.rastro.sinks.lake;

import java.time.LocalDate;
import org.apache.kafka.common.TopicPartition;

/** Hive-style names: {@code courier_positions/dt=2026-11-21/hour=08/courier.positions+3+128000.parquet}; days and hours of UTC. */
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

    /** What the names of all objects of a topic begin with. */
    static String prefixOf(String topic) {
        return topic.replace('.', '_') + '/';
    }

    /** What the names of all objects of a topic and an hour begin with. */
    static String ofHour(String topic, int hour) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(hour, 24));
        int hourOfDay = Math.floorMod(hour, 24);
        return prefixOf(topic) + "dt=" + day + "/hour=" + (hourOfDay < 10 ? "0" : "") + hourOfDay + '/' + topic + '+';
    }

    /** @param millis since 1970-01-01T00Z @return hours since then */
    static int hourOf(long millis) {
        return (int) Math.floorDiv(millis, MILLIS_OF_HOUR);
    }
}

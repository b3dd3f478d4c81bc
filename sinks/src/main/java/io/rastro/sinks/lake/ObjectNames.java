package io.rastro.sinks.lake;

import java.time.LocalDate;
import org.apache.kafka.common.TopicPartition;

/** Hive-style names: {@code courier_positions/dt=2026-11-21/hour=08/courier.positions+3+128000.parquet}. */
final class ObjectNames {

    private ObjectNames() {}

    /** @param hour since 1970-01-01T00Z */
    static String of(TopicPartition partition, long firstOffset, int hour) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(hour, 24));
        int hourOfDay = Math.floorMod(hour, 24);
        return partition.topic().replace('.', '_') + "/dt=" + day + "/hour=" + (hourOfDay < 10 ? "0" : "") + hourOfDay
                + '/' + partition.topic() + '+' + partition.partition() + '+' + firstOffset + ".parquet";
    }
}

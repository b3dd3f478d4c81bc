package io.rastro.sinks.lake;

import static io.rastro.sinks.Tracks.NOON;
import static io.rastro.sinks.Tracks.traced;
import static io.rastro.sinks.Tracks.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.TopicNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionParquetTest {

    @TempDir
    private Path dir;

    private final ParquetFiles<TracedPosition> parquet =
            new ParquetFiles<>(Datasets.positions(TopicNames.USUAL), Tracks.reader(), 3);

    @Test
    void isReadBackColumnByColumn() throws Exception {
        Position full = new Position(
                NOON.toEpochMilli() + 250, 1.5, -2.5, 3, 4, 5, -6, 77, "order-1", Map.of("app", "x"), true);
        Path file = Files.write(
                dir.resolve("some.parquet"),
                parquet.encode(List.of(
                        value(new TracedPosition("c", 9, 3, NOON.toEpochMilli(), full)),
                        value(new TracedPosition("d", 1, 0, 0, Position.of(NOON, 90, 180))))));

        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duckdb.createStatement()
                        .executeQuery("SELECT *, epoch_ms(fixed_at) AS fixed, attributes['app'] AS app FROM '" + file
                                + "' ORDER BY event_id")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("event_id")).isEqualTo("courier~c~9~3");
            assertThat(rows.getString("courier_id")).isEqualTo("c");
            assertThat(rows.getLong("seq")).isEqualTo(9);
            assertThat(rows.getInt("index")).isEqualTo(3);
            assertThat(rows.getLong("fixed")).isEqualTo(full.fixedAtMillis());
            assertThat(rows.getDouble("lat")).isEqualTo(1.5);
            assertThat(rows.getDouble("altitude_m")).isEqualTo(-6);
            assertThat(rows.getString("order_id")).isEqualTo("order-1");
            assertThat(rows.getString("app")).contains("x");
            assertThat(rows.getBoolean("late")).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject("accuracy_m")).isNull();
            assertThat(rows.getObject("order_id")).isNull();
            assertThat(rows.getBoolean("late")).isFalse();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void isTheSameForTheSameRows() {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            values.add(value(traced("c" + i % 10, 1 + i, 0, NOON.plusSeconds(i))));
        }

        assertThat(parquet.encode(values)).isEqualTo(parquet.encode(values));
    }
}

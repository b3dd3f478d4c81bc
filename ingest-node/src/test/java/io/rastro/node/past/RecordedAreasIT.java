package io.rastro.node.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import io.rastro.devstack.DevStack;
import io.rastro.devstack.Server;
import io.rastro.node.CassandraClient;
import io.rastro.node.start.Configuration;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.AskedArea;
import io.rastro.sharding.area.Bbox;
import io.rastro.sharding.area.Found;
import io.rastro.sinks.table.PositionTable;
import io.rastro.sinks.table.TableSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who was where, of a real table, against all that was written. */
class RecordedAreasIT {

    /** Twenty minutes before midnight: fixes lie in two days. */
    private static final Instant T = Instant.parse("2026-03-04T23:40:00Z");

    private static final Duration VISIBLE = Duration.ofMinutes(10);
    private static final int COURIERS = 120;
    /** São Paulo, both sides of the antimeridian, the poles. */
    private static final double[][] HOMES = {{-23.55, -46.63}, {-16.8, 179.95}, {89.8, 20}, {-90, 0}};

    private static CqlSession session;
    private static PositionTable table;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeAll
    static void open() {
        session =
                CassandraClient.of(DevStack.shared(Server.CASSANDRA).endpoints().cassandra());
        table = PositionTable.open(
                session,
                TableSettings.from(
                        Configuration.over(ConfigFactory.parseString("rastro.sinks.table.keyspace = past_areas"))
                                .getConfig("rastro.sinks.table")));
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static RecordedAreas areas(Instant now) {
        return new RecordedAreas(table, VISIBLE, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Areas.Answer who(AskedArea area, Instant at, int most) throws Exception {
        return areas(T.plus(Duration.ofDays(1)))
                .who(area, at, most)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static void insert(List<TracedPosition> positions) throws Exception {
        table.insert(positions).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** In any order of time, some at one time, hopping about. */
    private List<TracedPosition> track(String courierId) {
        List<TracedPosition> track = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double[] home = HOMES[random.nextInt(HOMES.length)];
            double lat = Math.max(-90, Math.min(90, home[0] + random.nextGaussian() * 0.2));
            double lon = home[1] + random.nextGaussian() * 0.2;
            if (Math.abs(home[0]) > 85) {
                lon = random.nextDouble() * 360 - 180;
            }
            lon = random.nextInt(10) == 0 && home[1] > 170 ? 180 : lon > 180 ? lon - 360 : lon;
            Instant at = T.plusSeconds(random.nextInt(80) * 30L).plusMillis(random.nextInt(2));
            Position fix = new Position(
                    at.toEpochMilli(),
                    lat,
                    lon,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    null,
                    Map.of("key", "value"),
                    false);
            track.add(new TracedPosition(courierId, 1 + i / 3, i % 3, T.toEpochMilli(), fix));
        }
        return track;
    }

    private AskedArea anyArea() {
        double[] home = HOMES[random.nextInt(HOMES.length)];
        double lat = Math.max(-89.9, Math.min(89.9, home[0] + random.nextGaussian() * 0.2));
        if (random.nextInt(3) == 0) {
            return new AskedArea.Circle(lat, home[1], 1 + random.nextInt(60_000));
        }
        if (Math.abs(home[0]) > 85) {
            return new AskedArea.Window(home[0] > 0 ? new Bbox(-180, 89.6, 180, 90) : new Bbox(-90, -90, 90, -89.7));
        }
        double west = home[1] - random.nextDouble() * 0.5;
        double east = home[1] + random.nextDouble() * 0.5;
        return new AskedArea.Window(new Bbox(west, lat - 0.2, east > 180 ? east - 360 : east, lat + 0.2));
    }

    @Test
    void isWhatAllThatWasWrittenSays() throws Exception {
        List<List<TracedPosition>> tracks = new ArrayList<>();
        for (int i = 0; i < COURIERS; i++) {
            tracks.add(track("c-" + i));
            insert(tracks.get(i));
        }
        int seen = 0;
        for (int i = 0; i < 80; i++) {
            AskedArea area = anyArea();
            Instant at = T.plusSeconds(random.nextInt(120) * 30L).plusMillis(random.nextInt(3) - 1);
            List<String> expected = new ArrayList<>();
            for (List<TracedPosition> track : tracks) {
                Optional<TracedPosition> newest = track.stream()
                        .filter(each -> !each.position().fixedAt().isAfter(at))
                        .max(TracedPosition.BY_TIME_OF_THE_FIX)
                        .filter(each -> !each.position().fixedAt().isBefore(at.minus(VISIBLE)))
                        .filter(each -> area.contains(
                                each.position().lat(), each.position().lon()));
                newest.ifPresent(each -> expected.add(each.eventId().toString()));
            }
            Areas.Answer answer = who(area, at, 5_000);
            List<TracedPosition> found = answer.found() instanceof Found.Couriers couriers
                    ? couriers.couriers()
                    : ((Found.Nearest) answer.found())
                            .couriers().stream().map(near -> near.at()).toList();
            assertThat(found)
                    .as("seed %d, %s at %s", seed, area, at)
                    .extracting(each -> each.eventId().toString())
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found).allMatch(each -> each.position().attributes().isEmpty());
            assertThat(answer.complete()).isTrue();
            seen += found.size();
        }
        assertThat(seen).isGreaterThan(100);
    }

    @Test
    void namesTheNearestFirstAndCountsMoreThanAreAskedFor() throws Exception {
        Instant then = T.minus(Duration.ofDays(100));
        for (int i = 0; i < 30; i++) {
            insert(List.of(
                    new TracedPosition("n-" + i, 1, 0, then.toEpochMilli(), Position.of(then, 10 + i * 1e-3, 20))));
        }
        Found nearest = who(new AskedArea.Circle(10.0101, 20, 10_000), then, 3).found();
        assertThat(((Found.Nearest) nearest).couriers())
                .extracting(near -> near.at().courierId())
                .containsExactly("n-10", "n-11", "n-9");

        Found counted =
                who(new AskedArea.Window(new Bbox(19, 9, 21, 11)), then, 29).found();
        assertThat(((Found.Clusters) counted)
                        .clusters().stream()
                                .mapToInt(cluster -> cluster.count())
                                .sum())
                .isEqualTo(30);
    }

    @Test
    void refusesMoreThanIsLookedThrough() throws Exception {
        assertThatThrownBy(() -> who(new AskedArea.Window(new Bbox(-180, -90, 180, 90)), T, 10))
                .hasCauseInstanceOf(PastAreas.TooLargeException.class);

        Instant then = T.minus(Duration.ofDays(200));
        for (int i = 0; i <= RecordedAreas.MOST_COURIERS; i++) {
            insert(List.of(new TracedPosition("m-" + i, 1, 0, then.toEpochMilli(), Position.of(then, 50, 50))));
        }
        assertThatThrownBy(() -> who(new AskedArea.Circle(50, 50, 10), then, 10))
                .hasCauseInstanceOf(PastAreas.TooLargeException.class)
                .hasMessageContaining("5000 couriers");
    }

    @Test
    void whatIsOfAMomentAgoIsNotSaidToBeComplete() throws Exception {
        AskedArea area = new AskedArea.Circle(1, 1, 10);
        assertThat(areas(T).who(area, T.minusSeconds(29), 1)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .complete())
                .isFalse();
        assertThat(areas(T).who(area, T.minusSeconds(31), 1)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .complete())
                .isTrue();
    }
}

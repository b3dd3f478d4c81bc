package io.rastro.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.serialization.SerializationExtension;
import io.rastro.protocol.UndecodableException;
import io.rastro.protocol.courier.InsideGeofence;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.courier.ServedOrder;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.AreaMessagesSamples;
import io.rastro.sharding.courier.Courier;
import io.rastro.sharding.courier.CourierOrders;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.geofence.GeofenceMessagesSamples;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.order.OrderMessagesSamples;
import io.rastro.sharding.pix.PixMessagesSamples;
import io.rastro.sharding.remote.MessageKind;
import io.rastro.sharding.remote.RemoteMessage;
import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSerializerTest {

    private static final Position FULL = new Position(
            1_763_712_930_123L, -23.5505, -46.6333, 4.5, 8.25, 271.5, 760, 83, "order-1", Map.of("a", "ç"), true);
    private static final Position BARE = Position.of(Instant.EPOCH, 0, 180);
    private static final TracedPosition TRACED = new TracedPosition("c-17", 42, 3, 1_763_712_931_000L, FULL);
    private static final PositionsRecorded EVENT =
            new PositionsRecorded(1_763_712_931_000L, 41, 30, "key-1", List.of(FULL, BARE));

    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create("golden", FaultyJournal.CONFIG);
    }

    @AfterAll
    static void end() {
        kit.shutdownTestKit();
    }

    /** One of each, and the same with as little as possible. */
    private static List<RemoteMessage> samples(ActorRef<?> someone) {
        List<RemoteMessage> samples = new ArrayList<>(ofCouriers(someone));
        samples.addAll(AreaMessagesSamples.of(TRACED, someone));
        samples.addAll(GeofenceMessagesSamples.of(someone));
        samples.addAll(OrderMessagesSamples.all());
        samples.addAll(PixMessagesSamples.of(someone));
        return samples;
    }

    private static List<RemoteMessage> ofCouriers(ActorRef<?> someone) {
        return List.of(
                new Courier.Record(List.of(FULL, BARE), "key-1", 1_763_712_931_000L, someone.unsafeUpcast()),
                new Courier.Record(List.of(BARE), null, 0, someone.unsafeUpcast()),
                new Courier.GetLatest(someone.unsafeUpcast()),
                new Courier.Watch(new Cursor(17, 3), someone.unsafeUpcast()),
                new Courier.Watch(Cursor.allOf(17), someone.unsafeUpcast()),
                new Courier.Watch(null, someone.unsafeUpcast()),
                new Courier.Latest(TRACED, 1_000, 42),
                new Courier.Latest(null, 0, 0),
                new Courier.GetInside(someone.unsafeUpcast()),
                new Courier.Inside(List.of(new InsideGeofence("loja-1", 1_763_712_930_123L, 1_763_712_931_000L, true))),
                new Courier.Inside(List.of()),
                new CourierOrders.ChangeOrder(
                        "order-1", OrderChange.PICKED_UP, 1_763_712_931_000L, someone.unsafeUpcast()),
                new CourierOrders.ChangeOrder(null, OrderChange.RELEASED, 0, someone.unsafeUpcast()),
                new CourierOrders.GetOrder(someone.unsafeUpcast()),
                new CourierOrders.Order(new ServedOrder("order-1", 1_763_712_931_000L, "order-2"), 42),
                new CourierOrders.Order(ServedOrder.NONE, 0),
                new Courier.Reply.Recorded(2, 3, 42, true, 5),
                new Courier.Reply.Busy("the query table does not answer"),
                Courier.Reply.Moving.INSTANCE,
                new Feed.Subscribed(someone, 42, new PositionFrame(TRACED), List.of(new Feed.Recorded(41, EVENT))),
                new Feed.Subscribed(someone, 0, null, List.of()),
                new Feed.TooFarBack(42),
                new Feed.Recorded(42, EVENT),
                new Feed.Passed(43));
    }

    @Test
    void everyKindIsTriedHere() {
        assertThat(samples(kit.system().ignoreRef()).stream().<Class<?>>map(Object::getClass))
                .hasSameElementsAs(kinds().map(MessageKind::type).toList());
        assertThat(kinds().map(MessageKind::manifest))
                .doesNotHaveDuplicates()
                .allMatch(it -> it.matches("[a-z-]+\\.v1"));
    }

    @Test
    void everyFormIsTriedHere() {
        assertThat(samples(kit.system().ignoreRef()).stream()
                        .map(message -> serializer().manifest(message)))
                .hasSameElementsAs(kinds().map(MessageKind::manifest).toList());
    }

    @Test
    void isTheSameAfterItCrossed() throws Exception {
        TestProbe<Object> someone = kit.createTestProbe();
        for (RemoteMessage message : samples(someone.ref())) {
            String manifest = serializer().manifest(message);
            assertThat(serializer().fromBinary(serializer().toBinary(message), manifest))
                    .isEqualTo(message);
        }
    }

    @Test
    void anActorRefThatCrossedReachesTheActor() throws Exception {
        TestProbe<Courier.LatestReply> someone = kit.createTestProbe();
        byte[] bytes = serializer().toBinary(new Courier.GetLatest(someone.ref()));
        Courier.GetLatest read = (Courier.GetLatest) serializer().fromBinary(bytes, "get-latest.v1");
        Courier.Latest answer = new Courier.Latest(null, 0, 0);
        read.replyTo().tell(answer);
        someone.expectMessage(answer);
    }

    /**
     * Nodes of the release before read these very bytes: what changes them needs the next version of the manifest. Only
     * the journal events inside them may be of a later version, which those nodes read as well.
     */
    @Test
    void bytesOfTheFirstVersionsAreWhatTheyWere() throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (RemoteMessage message : samples(kit.system().ignoreRef())) {
            written.merge(
                    serializer().manifest(message),
                    HexFormat.of().formatHex(serializer().toBinary(message)),
                    (first, next) -> first + " " + next);
        }
        assertThat(written).isEqualTo(golden("messages.v1.events.v4.properties"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages.v1.properties",
                "messages.v1.events.v2.properties",
                "messages.v1.events.v3.properties",
                "messages.v1.events.v4.properties"
            })
    void readsWhatEarlierNodesSend(String file) throws IOException {
        Map<String, List<Object>> sent = samples(kit.system().ignoreRef()).stream()
                .collect(Collectors.groupingBy(message -> serializer().manifest(message), Collectors.toList()));
        for (Map.Entry<Object, Object> entry : golden(file).entrySet()) {
            String manifest = (String) entry.getKey();
            List<Object> read = new ArrayList<>();
            for (String hex : ((String) entry.getValue()).split(" ")) {
                read.add(serializer().fromBinary(HexFormat.of().parseHex(hex), manifest));
            }
            assertThat(read)
                    .as(manifest)
                    .usingRecursiveComparison()
                    .withEqualsForType((one, other) -> Double.compare(one, other) == 0, Double.class)
                    .ignoringFieldsMatchingRegexes(".*(replyTo|watcher|entity)")
                    .isEqualTo(sent.get(manifest));
        }
    }

    private static Properties golden(String file) throws IOException {
        Properties golden = new Properties();
        golden.load(MessageSerializerTest.class.getResourceAsStream("/golden/" + file));
        return golden;
    }

    @Test
    void whatItDoesNotKnowIsAClearError() {
        assertThatThrownBy(() -> serializer().fromBinary(new byte[0], "record.v99"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("record.v99");
        assertThatThrownBy(() -> serializer().manifest(Courier.Stop.INSTANCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Stop");
        assertThatThrownBy(() -> serializer().fromBinary(new byte[] {7}, "get-latest.v1"))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("get-latest.v1");
    }

    @Test
    void throwsNothingElseOnDamagedBytes() throws NotSerializableException {
        var random = new Random(17);
        for (RemoteMessage message : samples(kit.system().ignoreRef())) {
            byte[] bytes = serializer().toBinary(message);
            String manifest = serializer().manifest(message);
            for (int i = 0; i < 200; i++) {
                readDamaged(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)), manifest);
                byte[] damaged = bytes.clone();
                for (int j = 0; j < Math.min(2, bytes.length); j++) {
                    damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                readDamaged(damaged, manifest);
            }
        }
    }

    private static void readDamaged(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            serializer().fromBinary(bytes, manifest);
        } catch (UndecodableException expected) {
            assertThat(expected).hasMessageEndingWith(manifest);
        }
    }

    private static Stream<MessageKind<?>> kinds() {
        return MessageSerializer.KINDS.stream();
    }

    private static MessageSerializer serializer() {
        try {
            return (MessageSerializer) SerializationExtension.get(kit.system()).serializerFor(Courier.GetLatest.class);
        } catch (NotSerializableException | ClassCastException e) {
            throw new AssertionError("reference.conf binds another serializer", e);
        }
    }
}

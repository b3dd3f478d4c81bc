package io.rastro.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.serialization.SerializationExtension;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierJournal;
import io.rastro.protocol.courier.CourierSnapshot;
import io.rastro.protocol.courier.Samples;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalSerializerTest {

    private final JournalSerializer serializer = new JournalSerializer();

    static List<Object> records() {
        return List.of(
                Samples.RECORDED,
                Samples.BARE_RECORDED,
                Samples.DRAINED,
                Samples.ORDER_CHANGED,
                Samples.SNAPSHOT,
                Samples.BARE_SNAPSHOT);
    }

    @ParameterizedTest
    @MethodSource("records")
    void givesBackWhatWasWritten(Object record) throws NotSerializableException {
        Object read = serializer.fromBinary(serializer.toBinary(record), serializer.manifest(record));

        assertThat(read).usingRecursiveComparison(Samples.ITEM_BY_ITEM).isEqualTo(record);
    }

    @Test
    void knowsEveryEvent() {
        var known = records().stream().map(Object::getClass).toList();

        assertThat(events(CourierEvent.class)).as("a sample of each event").allMatch(known::contains);
        assertThat(records())
                .allSatisfy(record -> assertThat(serializer.manifest(record)).matches("[a-z-]+\\.v[1-4]"));
    }

    private static Stream<Class<?>> events(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(JournalSerializerTest::events)
                : Stream.of(type);
    }

    @ParameterizedTest
    @MethodSource("records")
    void saysWhenBytesAreNotARecord(Object record) {
        byte[] bytes = serializer.toBinary(record);
        String manifest = serializer.manifest(record);

        for (int cut = 0; cut < bytes.length; cut++) {
            byte[] part = Arrays.copyOf(bytes, cut);
            assertThatThrownBy(() -> serializer.fromBinary(part, manifest)).isInstanceOf(UndecodableException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void throwsNothingElseOnDamagedBytes(Object record) throws NotSerializableException {
        var random = new Random(17);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = serializer.toBinary(record);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                serializer.fromBinary(bytes, serializer.manifest(record));
            } catch (UndecodableException expected) {
                assertThat(expected).hasMessage("the bytes are not what their schema says");
            }
        }
    }

    /** A node of the release before, while nodes are replaced one by one. */
    @ParameterizedTest
    @MethodSource("records")
    void readsOfLaterVersionsWhatItKnows(Object record) throws NotSerializableException {
        byte[] bytes = serializer.toBinary(record);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 9);
        String manifest = serializer.manifest(record);
        String later = manifest.substring(0, manifest.lastIndexOf('v') + 1) + 99;

        assertThat(serializer.toBinary(serializer.fromBinary(longer, later))).isEqualTo(bytes);
    }

    @Test
    void refusesOtherKinds() {
        for (String manifest :
                List.of("", "text", "orders-recorded.v1", "positions-recorded", "positions-recorded.v")) {
            assertThatThrownBy(() -> serializer.fromBinary(new byte[0], manifest))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining(manifest);
        }
        assertThatThrownBy(() -> CourierJournal.OUTBOX_DRAINED.fromBytes(0, new byte[1]))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("no such version of record: outbox-drained.v0");
        assertThatThrownBy(() -> serializer.toBinary("text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isBoundInAkka() throws NotSerializableException {
        ActorSystem system = ActorSystem.create("serializer");
        try {
            var akka = SerializationExtension.get(system);
            assertThat(records())
                    .allSatisfy(
                            record -> assertThat(akka.findSerializerFor(record)).isInstanceOf(JournalSerializer.class));
            assertThat(akka.serializerFor(CourierSnapshot.class).identifier()).isEqualTo(JournalSerializer.IDENTIFIER);
        } finally {
            system.terminate();
        }
    }
}

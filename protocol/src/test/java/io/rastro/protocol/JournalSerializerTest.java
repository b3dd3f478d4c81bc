package io.rastro.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.serialization.SerializationExtension;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.CourierJournal;
import io.rastro.protocol.courier.CourierSnapshot;
import io.rastro.protocol.courier.Samples;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixJournalSamples;
import java.io.NotSerializableException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalSerializerTest {

    /** 2,000,000,000 as Avro's long. */
    private static final byte[] MANY = {(byte) 0x80, (byte) 0xD0, (byte) 0xAC, (byte) 0xF3, (byte) 0x0E};

    private final JournalSerializer serializer = new JournalSerializer();

    static List<Object> records() {
        return List.of(
                Samples.RECORDED,
                Samples.BARE_RECORDED,
                Samples.DRAINED,
                Samples.ORDER_CHANGED,
                Samples.SNAPSHOT,
                Samples.BARE_SNAPSHOT,
                PixJournalSamples.RECORDED,
                PixJournalSamples.BARE_RECORDED,
                PixJournalSamples.DRAINED,
                PixJournalSamples.SNAPSHOT,
                PixJournalSamples.BARE_SNAPSHOT);
    }

    @ParameterizedTest
    @MethodSource("records")
    void givesBackWhatWasWritten(Object record) throws NotSerializableException {
        Object read = serializer.fromBinary(serializer.toBinary(record), serializer.manifest(record));

        assertThat(read).usingRecursiveComparison(Samples.ITEM_BY_ITEM).isEqualTo(record);
    }

    @Test
    void knowsEveryEvent() {
        List<Class<?>> known =
                records().stream().<Class<?>>map(Object::getClass).distinct().toList();

        assertThat(events(CourierEvent.class)).as("a sample of each event").isSubsetOf(known);
        assertThat(events(PixEvent.class)).as("a sample of each event").isSubsetOf(known);
        assertThat(JournalSerializer.CODECS.stream().<Class<?>>map(VersionedCodec::type))
                .as("a sample of each codec")
                .hasSameElementsAs(known);
        assertThat(JournalSerializer.CODECS.stream().map(VersionedCodec::manifestStem))
                .doesNotHaveDuplicates();
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
            readDamaged(bytes, serializer.manifest(record));
        }
    }

    private void readDamaged(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            serializer.fromBinary(bytes, manifest);
        } catch (UndecodableException expected) {
            assertThat(expected).hasMessage("the bytes are not what their schema says");
        }
    }

    /** At each place of a record stands how many items or bytes there are to come: two thousand million. */
    @ParameterizedTest
    @MethodSource("records")
    void takesNoRoomForWhatIsOnlyAnnounced(Object record) throws NotSerializableException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] bytes = serializer.toBinary(record);
        String manifest = serializer.manifest(record);
        serializer.fromBinary(bytes, manifest);
        long most = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = announcing(bytes, at);
            long before = threads.getCurrentThreadAllocatedBytes();
            readDamaged(damaged, manifest);
            most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(most).isLessThan(100_000 + 200L * bytes.length);
    }

    private static byte[] announcing(byte[] bytes, int at) {
        byte[] damaged = Arrays.copyOf(bytes, bytes.length + MANY.length);
        System.arraycopy(MANY, 0, damaged, at, MANY.length);
        System.arraycopy(bytes, at, damaged, at + MANY.length, bytes.length - at);
        return damaged;
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

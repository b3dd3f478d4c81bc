package io.rastro.protocol;

import akka.serialization.SerializerWithStringManifest;
import io.rastro.protocol.courier.CourierJournal;
import io.rastro.protocol.pix.journal.PixJournal;
import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The events and snapshots of every kind of entity for Akka, in Avro's binary encoding. The manifest is the kind and the version of the
 * schema that wrote the bytes, such as {@code positions-recorded.v1}: it is stored beside them in the journal.
 */
public class JournalSerializer extends SerializerWithStringManifest {

    /** Stored in the journal beside every event: never change it. */
    public static final int IDENTIFIER = 1_868_001;

    /** Of all kinds of entities. */
    public static final List<VersionedCodec<?>> CODECS = Stream.of(CourierJournal.CODECS, PixJournal.CODECS)
            .flatMap(List::stream)
            .toList();

    private final Map<Class<?>, VersionedCodec<?>> byType = new HashMap<>();
    private final Map<String, VersionedCodec<?>> byManifestStem = new HashMap<>();

    public JournalSerializer() {
        this(CODECS);
    }

    /** @param codecs each of another type and name */
    protected JournalSerializer(List<VersionedCodec<?>> codecs) {
        for (VersionedCodec<?> codec : codecs) {
            if (byType.put(codec.type(), codec) != null || byManifestStem.put(codec.manifestStem(), codec) != null) {
                throw new IllegalArgumentException("two codecs of one type or name: " + codec.manifest());
            }
        }
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object record) {
        return codecOf(record).manifest();
    }

    @Override
    public byte[] toBinary(Object record) {
        return toBytes(codecOf(record), record);
    }

    /** @throws UndecodableException when the bytes are not what the manifest says */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        int digits = manifest.lastIndexOf('v') + 1;
        VersionedCodec<?> codec = byManifestStem.get(manifest.substring(0, digits));
        if (codec == null) {
            throw new NotSerializableException("no such kind of record: " + manifest);
        }
        return codec.fromBytes(version(manifest, digits), bytes);
    }

    private static int version(String manifest, int digits) throws NotSerializableException {
        try {
            return Integer.parseInt(manifest, digits, manifest.length(), 10);
        } catch (NumberFormatException e) {
            throw new NotSerializableException("no such version of record: " + manifest);
        }
    }

    private VersionedCodec<?> codecOf(Object record) {
        VersionedCodec<?> codec = byType.get(record.getClass());
        if (codec == null) {
            throw new IllegalArgumentException("not an entity's event or snapshot: " + record.getClass());
        }
        return codec;
    }

    private static <T> byte[] toBytes(VersionedCodec<T> codec, Object record) {
        return codec.toBytes(codec.type().cast(record));
    }
}

package io.rastro.protocol;

import akka.serialization.SerializerWithStringManifest;
import io.rastro.protocol.courier.CourierJournal;
import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.Map;

/**
 * A courier's events and snapshots for Akka, in Avro's binary encoding. The manifest is the kind and the version of the
 * schema that wrote the bytes, such as {@code positions-recorded.v1}: it is stored beside them in the journal.
 */
public final class CourierEventSerializer extends SerializerWithStringManifest {

    /** Stored in the journal beside every event: never change it. */
    public static final int IDENTIFIER = 1_868_001;

    private record Version(VersionedCodec<?> codec, int version) {}

    private final Map<Class<?>, VersionedCodec<?>> byType = new HashMap<>();
    private final Map<String, Version> byManifest = new HashMap<>();

    public CourierEventSerializer() {
        for (VersionedCodec<?> codec : CourierJournal.CODECS) {
            byType.put(codec.type(), codec);
            for (int version = 1; version <= codec.versions().size(); version++) {
                byManifest.put(codec.manifest(version), new Version(codec, version));
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
        Version version = byManifest.get(manifest);
        if (version == null) {
            throw new NotSerializableException("no such kind or version of record: " + manifest);
        }
        return version.codec().fromBytes(version.version(), bytes);
    }

    private VersionedCodec<?> codecOf(Object record) {
        VersionedCodec<?> codec = byType.get(record.getClass());
        if (codec == null) {
            throw new IllegalArgumentException("not a courier's event or snapshot: " + record.getClass());
        }
        return codec;
    }

    private static <T> byte[] toBytes(VersionedCodec<T> codec, Object record) {
        return codec.toBytes(codec.type().cast(record));
    }
}

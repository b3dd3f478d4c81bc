package io.rastro.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/**
 * How one kind of record is written down for good. It is always written by the newest version of its schema and read
 * from any version there was: {@code avro/{schemaName}.v1.avsc} and so on, never changed once released.
 *
 * <p>A version only adds fields at the end of the one before it. So the bytes of a later version begin with what this
 * program knows, and it reads that: while nodes are replaced one by one, those of both versions have the same journal.
 * What cannot be added so is another kind of record. Any thread.
 */
public final class VersionedCodec<T> {

    /** Writes all fields of one record in the order of the newest schema. */
    @FunctionalInterface
    public interface Writing<T> {
        void write(T record, Encoder out) throws IOException;
    }

    private static final String VERSION = ".v";

    private final Class<T> type;
    private final String name;
    private final List<Schema> versions;
    private final Writing<T> writing;
    private final List<ThreadLocal<AvroReader<T>>> readers;

    /**
     * @param name first part of the manifest, such as {@code positions-recorded}
     * @param schemaName such as {@code courier/PositionsRecorded}
     * @param newestVersion from 1
     * @param reading makes what reads the fields of the newest schema; one for each thread
     */
    public VersionedCodec(
            Class<T> type,
            String name,
            String schemaName,
            int newestVersion,
            Writing<T> writing,
            Supplier<AvroReader.Reading<T>> reading) {
        this.type = type;
        this.name = name;
        this.versions = IntStream.rangeClosed(1, newestVersion)
                .mapToObj(version -> AvroSchemas.load(schemaName + ".v" + version))
                .toList();
        this.writing = writing;
        this.readers = versions.stream()
                .map(writer -> ThreadLocal.withInitial(() -> new AvroReader<>(writer, newest(), reading.get())))
                .toList();
    }

    public Class<T> type() {
        return type;
    }

    /** What stands beside the bytes of the newest version, such as {@code positions-recorded.v1}. */
    public String manifest() {
        return manifest(versions.size());
    }

    public String manifest(int version) {
        return name + VERSION + version;
    }

    /** What a manifest begins with, whatever the version. */
    String manifestStem() {
        return name + VERSION;
    }

    /** The schemas from version 1 to the newest. */
    public List<Schema> versions() {
        return versions;
    }

    public byte[] toBytes(T record) {
        AvroBuffer out = AvroBuffer.ofThisThread();
        try {
            writing.write(record, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
        return out.toByteArray();
    }

    /**
     * @param version the one that wrote the bytes, from 1; of one that is newer than this program what it knows is read
     * @throws UndecodableException when they are not such a record
     */
    public T fromBytes(int version, byte[] bytes) {
        if (version < 1) {
            throw new UndecodableException("no such version of record: " + manifest(version));
        }
        int known = Math.min(version, versions.size());
        return readers.get(known - 1).get().read(bytes, 0, bytes.length);
    }

    private Schema newest() {
        return versions.get(versions.size() - 1);
    }
}

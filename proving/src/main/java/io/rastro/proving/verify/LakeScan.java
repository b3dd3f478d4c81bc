package io.rastro.proving.verify;

import io.rastro.devstack.Endpoints;
import io.rastro.sinks.lake.LakeFormatException;
import io.rastro.sinks.lake.LakeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads the Parquet objects in the folders of a subject. They lie by the time of the item, and an item may come late: every
 * hour may hold what was received in a range. But an object is not older than what it holds, so those that were last modified
 * long before the range are left out. Asked again it reads what is new; when an object was written anew or
 * has gone it begins from the start.
 */
final class LakeScan implements AutoCloseable {

    /** How far the clock of the S3 server may be behind that of a node. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private final ObjectStore store;
    private final Map<String, String> kinds;
    private final ReceivedRange range;
    private final Supplier<Tally> tallies;
    private final Path scratch;
    private final Map<String, String> read = new HashMap<>();
    private Tally tally;

    /** @param kinds by folder, such as {@code pix_sinais/} */
    LakeScan(Endpoints.S3 s3, Map<String, String> kinds, ReceivedRange range, Supplier<Tally> tallies)
            throws IOException {
        this.store = new ObjectStore(s3);
        this.kinds = kinds;
        this.range = range;
        this.tallies = tallies;
        this.tally = tallies.get();
        this.scratch = Files.createTempFile("rastro-lake", ".parquet");
    }

    StoreFigures read() throws IOException {
        Map<String, List<ObjectStore.Stored>> objects = new TreeMap<>();
        Map<String, String> now = new HashMap<>();
        for (String folder : kinds.keySet()) {
            List<ObjectStore.Stored> found =
                    store.list(folder).stream().filter(this::mayHoldTheRange).toList();
            objects.put(folder, found);
            found.forEach(object -> now.put(object.key(), object.etag()));
        }
        boolean onlyNew =
                read.entrySet().stream().allMatch(old -> old.getValue().equals(now.get(old.getKey())));
        if (!onlyNew) {
            read.clear();
            tally = tallies.get();
        }
        for (Map.Entry<String, List<ObjectStore.Stored>> folder : objects.entrySet()) {
            read(kinds.getOrDefault(folder.getKey(), ""), folder.getValue());
        }
        return tally.figures("lake");
    }

    private void read(String kind, List<ObjectStore.Stored> objects) throws IOException {
        for (ObjectStore.Stored object : objects) {
            if (object.key().endsWith(".parquet") && !read.containsKey(object.key())) {
                store.download(object.key(), scratch);
                count(kind, object.key());
                read.put(object.key(), object.etag());
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(scratch);
    }

    private boolean mayHoldTheRange(ObjectStore.Stored object) {
        return range.isAll() || !object.lastModified().isBefore(range.from().minus(CLOCKS_APART));
    }

    private void count(String kind, String key) throws IOException {
        try (LocalObject local = new LocalObject(scratch)) {
            LakeObject object = LakeObject.open(local);
            for (int group = 0; group < object.rowGroups(); group++) {
                long[] receivedAt = object.receivedAtMillis(group);
                int[] row = new int[1];
                object.eventIds(group, id -> {
                    tally.count(kind, id, receivedAt[row[0]++]);
                    return true;
                });
            }
        } catch (LakeFormatException e) {
            throw new VerifyException(e.getMessage() + ": " + key, e);
        }
    }
}

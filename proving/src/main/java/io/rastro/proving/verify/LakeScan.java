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

/**
 * Reads the Parquet objects under {@code courier_positions/}. They lie by the time of the fix, and a fix may come late:
 * every folder may hold what was received in a range. But an object is not older than what it holds, so those that were
 * last modified long before the range are left out. Asked again it reads what is new; when an object was written anew or
 * has gone it begins from the start.
 */
final class LakeScan implements AutoCloseable {

    private static final String PREFIX = "courier_positions/";

    /** How far the clock of the S3 server may be behind that of a node. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private final ObjectStore store;
    private final Scope scope;
    private final Path scratch;
    private final Map<String, String> read = new HashMap<>();
    private Census census;

    LakeScan(Endpoints.S3 s3, Scope scope) throws IOException {
        this.store = new ObjectStore(s3);
        this.scope = scope;
        this.census = new Census(scope::itemCount);
        this.scratch = Files.createTempFile("rastro-lake", ".parquet");
    }

    Census read() throws IOException {
        List<ObjectStore.Stored> objects =
                store.list(PREFIX).stream().filter(this::mayHoldTheRange).toList();
        Map<String, String> now = new HashMap<>();
        objects.forEach(object -> now.put(object.key(), object.etag()));
        boolean onlyNew =
                read.entrySet().stream().allMatch(old -> old.getValue().equals(now.get(old.getKey())));
        if (!onlyNew) {
            read.clear();
            census = new Census(scope::itemCount);
        }
        for (ObjectStore.Stored object : objects) {
            if (object.key().endsWith(".parquet") && !read.containsKey(object.key())) {
                store.download(object.key(), scratch);
                count(object.key());
                read.put(object.key(), object.etag());
            }
        }
        return census;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(scratch);
    }

    private boolean mayHoldTheRange(ObjectStore.Stored object) {
        return scope.range().isAll()
                || !object.lastModified().isBefore(scope.range().from().minus(CLOCKS_APART));
    }

    private void count(String key) throws IOException {
        try (LocalObject local = new LocalObject(scratch)) {
            LakeObject object = LakeObject.open(local);
            for (int group = 0; group < object.rowGroups(); group++) {
                long[] receivedAt = object.receivedAtMillis(group);
                int[] row = new int[1];
                object.eventIds(group, id -> {
                    EventNames.count(id, receivedAt[row[0]++], scope, census);
                    return true;
                });
            }
        } catch (LakeFormatException e) {
            throw new VerifyException(e.getMessage() + ": " + key, e);
        }
    }
}

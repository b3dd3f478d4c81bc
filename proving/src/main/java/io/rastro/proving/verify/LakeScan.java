package io.rastro.proving.verify;

import io.rastro.devstack.Endpoints;
import io.rastro.sinks.lake.LakeFormatException;
import io.rastro.sinks.lake.LakeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the column {@code event_id} of all Parquet objects under {@code courier_positions/}. Asked again it reads what
 * is new; when an object was written anew or has gone it begins from the start.
 */
final class LakeScan implements AutoCloseable {

    private static final String PREFIX = "courier_positions/";

    private final ObjectStore store;
    private final Census.KnownEvents known;
    private final Path scratch;
    private final Map<String, String> read = new HashMap<>();
    private Census census;

    LakeScan(Endpoints.S3 s3, Census.KnownEvents known) throws IOException {
        this.store = new ObjectStore(s3);
        this.known = known;
        this.census = new Census(known);
        this.scratch = Files.createTempFile("rastro-lake", ".parquet");
    }

    Census read() throws IOException {
        List<ObjectStore.Stored> objects = store.list(PREFIX);
        Map<String, String> now = new HashMap<>();
        objects.forEach(object -> now.put(object.key(), object.etag()));
        boolean onlyNew =
                read.entrySet().stream().allMatch(old -> old.getValue().equals(now.get(old.getKey())));
        if (!onlyNew) {
            read.clear();
            census = new Census(known);
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

    private void count(String key) throws IOException {
        try (LocalObject local = new LocalObject(scratch)) {
            LakeObject object = LakeObject.open(local);
            for (int group = 0; group < object.rowGroups(); group++) {
                object.eventIds(group, id -> {
                    EventNames.count(id, census);
                    return true;
                });
            }
        } catch (LakeFormatException e) {
            throw new VerifyException(e.getMessage() + ": " + key, e);
        }
    }
}

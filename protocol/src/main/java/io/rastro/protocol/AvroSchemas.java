package io.rastro.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** The committed schemas, under {@code avro/} on the class path. */
public final class AvroSchemas {

    private AvroSchemas() {}

    /** @param name folder and file without suffix, such as {@code courier/CourierPosition} */
    public static Schema load(String name) {
        String resource = "/avro/" + name + ".avsc";
        try (InputStream in = AvroSchemas.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}

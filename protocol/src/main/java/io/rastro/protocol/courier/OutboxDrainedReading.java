package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import java.io.IOException;
import org.apache.avro.io.Decoder;

/** Reads {@code courier/OutboxDrained.v1.avsc}. */
final class OutboxDrainedReading implements AvroReader.Reading<OutboxDrained> {

    private long publishedUpTo;

    @Override
    public OutboxDrained read(Decoder in) throws IOException {
        AvroReader.readFields(in, 1, (field, from) -> publishedUpTo = from.readLong());
        return new OutboxDrained(publishedUpTo);
    }
}

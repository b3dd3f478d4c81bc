package io.rastro.protocol.courier;

import io.rastro.protocol.AvroReader;
import java.io.IOException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** {@link OrderChanged} as {@code courier/OrderChanged.v1.avsc} says. One a thread: it reuses its fields. */
final class OrderChangedReading implements AvroReader.Reading<OrderChanged> {

    private long receivedAtMillis;
    private long publishedUpTo;
    private String orderId = "";
    private String change = "";

    static void write(OrderChanged event, Encoder out) throws IOException {
        out.writeLong(event.receivedAtMillis());
        out.writeLong(event.publishedUpTo());
        out.writeString(event.orderId());
        out.writeString(event.change().text());
    }

    @Override
    public OrderChanged read(Decoder in) throws IOException {
        AvroReader.readFields(in, 4, this::readField);
        return new OrderChanged(
                receivedAtMillis,
                publishedUpTo,
                orderId,
                OrderChange.of(change).orElseThrow(() -> new IOException("no such change of an order")));
    }

    private void readField(int field, Decoder in) throws IOException {
        switch (field) {
            case 0 -> receivedAtMillis = in.readLong();
            case 1 -> publishedUpTo = in.readLong();
            case 2 -> orderId = in.readString();
            case 3 -> change = in.readString();
            default -> throw new IllegalStateException("no such field: " + field);
        }
    }
}

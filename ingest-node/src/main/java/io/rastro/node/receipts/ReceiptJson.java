package io.rastro.node.receipts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sinks.receipt.Receipt;
import io.rastro.sinks.receipt.Receipt.Stage;
import java.io.IOException;
import java.util.Locale;

/** The JSON of a receipt: an object a store, each with its {@code state} and, unless it is done, {@code why}. */
final class ReceiptJson {

    private ReceiptJson() {}

    static byte[] of(TracedPosition journaled, Receipt receipt) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("eventId", journaled.eventId().toString());
            journal(journaled, out);
            kafka(receipt.kafka(), out);
            table(journaled.courierId(), receipt.table(), out);
            lake(receipt.lake(), out);
            out.writeEndObject();
        });
    }

    private static void journal(TracedPosition journaled, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("journal");
        out.writeStringField("state", "done");
        out.writeStringField("persistenceId", CourierId.persistenceId(journaled.courierId()));
        out.writeNumberField("seqNr", journaled.seqNr());
        out.writeStringField("receivedAt", Rfc3339.format(journaled.receivedAtMillis()));
        out.writeEndObject();
    }

    private static void kafka(Stage<Receipt.KafkaPlace> kafka, JsonGenerator out) throws IOException {
        begin("kafka", kafka, out);
        Receipt.KafkaPlace place = kafka.place();
        if (place != null) {
            out.writeStringField("topic", place.topic());
            out.writeNumberField("partition", place.partition());
            if (place.offset() != null) {
                out.writeNumberField("offset", place.offset());
            }
        }
        out.writeEndObject();
    }

    private static void table(String courierId, Stage<Receipt.TablePlace> table, JsonGenerator out) throws IOException {
        begin("table", table, out);
        Receipt.TablePlace place = table.place();
        if (place != null) {
            out.writeStringField("table", place.table());
            out.writeStringField("courierId", courierId);
            out.writeStringField("day", place.day().toString());
            out.writeStringField("fixedAt", Rfc3339.format(place.fixedAt().toEpochMilli()));
        }
        out.writeEndObject();
    }

    private static void lake(Stage<Receipt.LakePlace> lake, JsonGenerator out) throws IOException {
        begin("lake", lake, out);
        Receipt.LakePlace place = lake.place();
        if (place != null) {
            out.writeStringField("bucket", place.bucket());
            out.writeStringField("key", place.key());
            if (place.rowGroup() != null) {
                out.writeNumberField("rowGroup", place.rowGroup());
            }
        }
        out.writeEndObject();
    }

    private static void begin(String name, Stage<?> stage, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("state", stage.state().name().toLowerCase(Locale.ROOT));
        if (stage.why() != null) {
            out.writeStringField("why", stage.why());
        }
    }
}

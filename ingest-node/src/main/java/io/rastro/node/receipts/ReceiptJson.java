package io.rastro.node.receipts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.protocol.EventId;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.Rfc3339;
import io.rastro.sinks.receipt.Receipt;
import io.rastro.sinks.receipt.Receipt.Stage;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** The JSON of a receipt: an object a store, each with its {@code state} and, unless it is done, {@code why}. */
final class ReceiptJson {

    private ReceiptJson() {}

    static byte[] of(EventId id, PublishedEvent event, Receipt receipt) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("eventId", id.toString());
            journal(id, event, out);
            kafka(receipt.kafka(), out);
            table(receipt.table(), out);
            lake(receipt.lake(), out);
            out.writeEndObject();
        });
    }

    private static void journal(EventId id, PublishedEvent event, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("journal");
        out.writeStringField("state", "done");
        out.writeStringField("persistenceId", id.persistenceId());
        out.writeNumberField("seqNr", id.seqNr());
        out.writeStringField("receivedAt", Rfc3339.format(event.receivedAtMillis()));
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

    private static void table(Stage<Receipt.TablePlace> table, JsonGenerator out) throws IOException {
        begin("table", table, out);
        Receipt.TablePlace place = table.place();
        if (place != null) {
            out.writeStringField("table", place.table());
            for (Map.Entry<String, String> column : place.key().entrySet()) {
                out.writeStringField(column.getKey(), column.getValue());
            }
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

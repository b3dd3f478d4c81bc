package io.rastro.protocol.tracker;

import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.tracker.ReportBuilder.Original;
import java.util.function.Supplier;

/** One message in the making. */
interface Message extends Fields {

    /** All of its fields were told. */
    void end(Original original);

    /**
     * Reads a request that is one message, in its query, in a form, or in a JSON object beside the query; or several, in a JSON array.
     *
     * @param begin begins an item of the report
     */
    static void readAll(TrackerRequest request, ReportBuilder report, Supplier<Message> begin) {
        if (!JsonMessage.isOne(request.body())) {
            Message message = begin.get();
            FormFields.read(request.query(), message);
            FormFields.read(request.body(), message);
            message.end(Original.of(request));
            return;
        }
        JsonMessage json = new JsonMessage(request.body(), report);
        JsonMessage.ObjectReader reader = in -> {
            Message message = begin.get();
            FormFields.read(request.query(), message);
            message.end(json.object(in, message));
        };
        json.read((in, first) -> {
            if (first == JsonToken.START_ARRAY) {
                json.items(in, reader);
            } else {
                json.item(in, first, reader);
            }
        });
    }
}

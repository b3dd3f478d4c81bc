package io.rastro.node.live;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.sharding.live.LiveFrame;
import java.io.IOException;

/** Live frames of one kind of entity as clients see them. A node makes the text of one once for all who watch it. */
public final class FrameJson<I extends LiveFrame.Item> {

    private final String type;
    private final Class<I> items;
    private final Fields<I> fields;
    private final Texts<LiveFrame> texts;

    /** Writes the fields of one item into an object that is open; of equal items the same. */
    @FunctionalInterface
    public interface Fields<I> {
        void write(I item, JsonGenerator out) throws IOException;
    }

    /**
     * @param type of the frame of an item, such as {@code position}
     * @param maxKept see {@link Texts}
     */
    public FrameJson(String type, Class<I> items, int maxKept, Fields<I> fields) {
        this.type = type;
        this.items = items;
        this.fields = fields;
        this.texts = new Texts<>(this::json, maxKept);
    }

    Text text(LiveFrame frame) {
        return texts.of(frame);
    }

    /** The id of an event is its cursor. */
    ByteString event(LiveFrame frame) {
        if (frame instanceof LiveFrame.Item item) {
            return ServerSentEvents.event(item.cursor().toString(), text(frame));
        }
        if (frame instanceof LiveFrame.Lagging lagging) {
            return ServerSentEvents.event(lagging.to().toString(), text(frame));
        }
        return ServerSentEvents.event(text(frame));
    }

    private byte[] json(LiveFrame frame) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            if (frame instanceof LiveFrame.Lagging lagging) {
                out.writeStringField("type", "lagging");
                out.writeStringField("from", lagging.from().toString());
                out.writeStringField("to", lagging.to().toString());
            } else if (frame instanceof LiveFrame.Heartbeat) {
                out.writeStringField("type", "heartbeat");
            } else {
                out.writeStringField("type", type);
                fields.write(items.cast(frame), out);
            }
            out.writeEndObject();
        });
    }
}

package io.rastro.node.orders;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.live.ServerSentEvents;
import io.rastro.node.live.Text;
import io.rastro.node.live.Texts;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.PositionJson;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.order.OrderCursor;
import io.rastro.sharding.order.OrderFrame;
import io.rastro.sharding.order.OrderLegs;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders and their frames as those see them who run the couriers. */
final class OrderJson {

    private static final Texts<Named> TEXTS = new Texts<>(OrderJson::json);

    private record Named(String orderId, OrderFrame frame) {}

    private OrderJson() {}

    static byte[] order(String orderId, OrderLegs order) {
        return JsonBytes.of(out -> {
            OrderLegs.@Nullable Leg last = order.legs().isEmpty()
                    ? null
                    : order.legs().get(order.legs().size() - 1);
            TracedOrderChange delivered = order.delivered();
            out.writeStartObject();
            out.writeStringField("orderId", orderId);
            out.writeStringField(
                    "status", delivered != null ? "delivered" : order.released() != null ? "released" : "pickedUp");
            out.writeStringField("courierId", last == null || order.released() != null ? null : last.courierId());
            out.writeStringField(
                    "pickedUpAt",
                    last == null ? null : Rfc3339.format(order.legs().get(0).atMillis()));
            out.writeStringField("deliveredAt", delivered == null ? null : Rfc3339.format(delivered.atMillis()));
            out.writeArrayFieldStart("legs");
            for (OrderLegs.Leg leg : order.legs()) {
                out.writeStartObject();
                out.writeStringField("courierId", leg.courierId());
                out.writeStringField("from", Rfc3339.format(leg.atMillis()));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    static Text text(String orderId, OrderFrame frame) {
        return TEXTS.of(new Named(orderId, frame));
    }

    static ByteString event(String orderId, OrderFrame frame) {
        return event(text(orderId, frame), frame);
    }

    /** The id of an event is its cursor. */
    static ByteString event(Text text, OrderFrame frame) {
        return cursor(frame)
                .map(cursor -> ServerSentEvents.event(cursor.toString(), text))
                .orElseGet(() -> ServerSentEvents.event(text));
    }

    private static Optional<OrderCursor> cursor(OrderFrame frame) {
        if (frame instanceof OrderFrame.PickedUp pickedUp) {
            return Optional.ofNullable(pickedUp.cursor());
        } else if (frame instanceof OrderFrame.Position position) {
            return Optional.of(position.cursor());
        } else if (frame instanceof OrderFrame.Lagging lagging) {
            return Optional.of(lagging.to());
        } else if (frame instanceof OrderFrame.Released released) {
            return Optional.of(released.cursor());
        } else if (frame instanceof OrderFrame.Delivered delivered) {
            return Optional.of(delivered.cursor());
        }
        return Optional.empty();
    }

    private static byte[] json(Named named) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            if (named.frame() instanceof OrderFrame.Position position) {
                TracedPosition traced = position.frame().position();
                begin("position", position.cursor(), out);
                out.writeStringField("courierId", traced.courierId());
                out.writeNumberField("seq", traced.seqNr());
                out.writeNumberField("index", traced.index());
                PositionJson.writeFields(traced.position(), out);
                out.writeStringField("receivedAt", Rfc3339.format(traced.receivedAtMillis()));
            } else {
                writeOthers(named.frame(), out);
                if (named.frame() instanceof OrderFrame.PickedUp pickedUp) {
                    out.writeStringField("orderId", named.orderId());
                    out.writeStringField("courierId", pickedUp.courierId());
                } else if (named.frame() instanceof OrderFrame.Released
                        || named.frame() instanceof OrderFrame.Delivered) {
                    out.writeStringField("orderId", named.orderId());
                }
            }
            out.writeEndObject();
        });
    }

    /** What is the same for everybody, of frames without a position; into an object that is open. */
    static void writeOthers(OrderFrame frame, JsonGenerator out) throws IOException {
        if (frame instanceof OrderFrame.PickedUp pickedUp) {
            out.writeStringField("type", "pickedUp");
            OrderCursor cursor = pickedUp.cursor();
            if (cursor != null) {
                out.writeStringField("cursor", cursor.toString());
            }
            out.writeStringField("at", Rfc3339.format(pickedUp.atMillis()));
        } else if (frame instanceof OrderFrame.Released released) {
            begin("released", released.cursor(), out);
            out.writeStringField("at", Rfc3339.format(released.atMillis()));
        } else if (frame instanceof OrderFrame.Delivered delivered) {
            begin("delivered", delivered.cursor(), out);
            out.writeStringField("at", Rfc3339.format(delivered.atMillis()));
        } else if (frame instanceof OrderFrame.Lagging lagging) {
            out.writeStringField("type", "lagging");
            out.writeStringField("from", lagging.from().toString());
            out.writeStringField("to", lagging.to().toString());
        } else {
            out.writeStringField("type", "heartbeat");
        }
    }

    static void begin(String type, OrderCursor cursor, JsonGenerator out) throws IOException {
        out.writeStringField("type", type);
        out.writeStringField("cursor", cursor.toString());
    }
}

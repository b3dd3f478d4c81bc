package io.rastro.node.orders;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.live.ServerSentEvents;
import io.rastro.node.live.Text;
import io.rastro.node.live.Texts;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionJson;
import io.rastro.protocol.courier.TracedOrderChange;
import io.rastro.sharding.order.OrderFrame;
import io.rastro.sharding.order.OrderLegs;
import java.time.Instant;
import java.util.Map;

/**
 * An order and its frames as who has a link sees them: where it is and how it moves, and nothing of who carries it, of the order's
 * own id, or of the device.
 */
final class SharedJson {

    static final HttpHeader NOT_KEPT = RawHeader.create("Cache-Control", "no-store");

    private static final Texts<SharedFrame> TEXTS = new Texts<>(SharedJson::json);

    private SharedJson() {}

    static byte[] order(OrderLegs order, Instant expiresAt) {
        return JsonBytes.of(out -> {
            TracedOrderChange delivered = order.delivered();
            boolean waiting = order.legs().isEmpty() || order.released() != null;
            out.writeStartObject();
            out.writeStringField("status", delivered != null ? "delivered" : waiting ? "waiting" : "pickedUp");
            out.writeStringField("expiresAt", Rfc3339.format(expiresAt.toEpochMilli()));
            out.writeStringField("deliveredAt", delivered == null ? null : Rfc3339.format(delivered.atMillis()));
            out.writeEndObject();
        });
    }

    static Text text(SharedFrame frame) {
        return TEXTS.of(frame);
    }

    static ByteString event(SharedFrame frame) {
        return frame instanceof SharedFrame.OfOrder shown
                ? OrderJson.event(text(frame), shown.frame())
                : ServerSentEvents.event(text(frame));
    }

    private static byte[] json(SharedFrame shared) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            if (!(shared instanceof SharedFrame.OfOrder shown)) {
                out.writeStringField("type", "expired");
            } else if (shown.frame() instanceof OrderFrame.Position position) {
                OrderJson.begin("position", position.cursor(), out);
                PositionJson.writeFields(whereItIs(position.frame().position().position()), out);
            } else {
                OrderJson.writeOthers(shown.frame(), out);
            }
            out.writeEndObject();
        });
    }

    private static Position whereItIs(Position position) {
        return new Position(
                position.fixedAtMillis(),
                position.lat(),
                position.lon(),
                position.accuracyM(),
                position.speedMps(),
                position.bearingDeg(),
                Double.NaN,
                Double.NaN,
                null,
                Map.of(),
                position.late());
    }
}

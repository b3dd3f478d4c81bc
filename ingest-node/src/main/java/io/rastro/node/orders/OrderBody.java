package io.rastro.node.orders;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.PositionJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of a PUT: {@code {"orderId":"o-1","status":"pickedUp"}}; unknown fields are skipped. */
record OrderBody(String orderId, OrderChange change) {

    private static final String ORDER_ID = "orderId";
    private static final String STATUS = "status";

    /** @throws io.rastro.node.problem.ProblemException 400 when it is no JSON object, 422 with the field that is wrong */
    static OrderBody read(byte[] json) {
        String orderId = null;
        String status = null;
        try (JsonParser parser = PositionJson.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unreadable();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals(ORDER_ID)) {
                    orderId = text(field, value, parser);
                } else if (field.equals(STATUS)) {
                    status = text(field, value, parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw unreadable();
            }
        } catch (IOException notJson) {
            throw unreadable();
        }
        return new OrderBody(required(orderId), change(status));
    }

    private static @Nullable String text(String field, JsonToken value, JsonParser parser) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.VALUE_STRING) {
            throw invalid(field, "must be a text");
        }
        return parser.getText();
    }

    private static String required(@Nullable String orderId) {
        if (orderId == null) {
            throw invalid(ORDER_ID, "is required");
        }
        CourierId.whyInvalid(orderId).ifPresent(why -> {
            throw invalid(ORDER_ID, why);
        });
        return orderId;
    }

    private static OrderChange change(@Nullable String status) {
        OrderChange change =
                status == null ? OrderChange.PICKED_UP : OrderChange.of(status).orElse(OrderChange.RELEASED);
        if (change == OrderChange.RELEASED) {
            throw invalid(STATUS, "must be pickedUp or delivered (DELETE takes the order away undelivered)");
        }
        return change;
    }

    private static RuntimeException invalid(String field, String why) {
        return Problem.of(ProblemType.INVALID_ORDER, field, field + " " + why + ".")
                .toException();
    }

    private static RuntimeException unreadable() {
        return Problem.of(
                        ProblemType.UNREADABLE_BODY,
                        "body",
                        "The body must be one JSON object such as {\"orderId\":\"o-1\",\"status\":\"pickedUp\"}.")
                .toException();
    }
}

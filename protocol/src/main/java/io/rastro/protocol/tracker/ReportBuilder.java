package io.rastro.protocol.tracker;

import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionBatch.CourierPositions;
import io.rastro.protocol.courier.PositionLimits;
import io.rastro.protocol.courier.Rejection;
import io.rastro.protocol.tracker.TrackerReport.Contact;
import io.rastro.protocol.tracker.TrackerReport.Quarantined;
import io.rastro.protocol.tracker.TrackerReport.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what one request holds: {@link #begin}, the fix's fields, then what it turned out to be. */
final class ReportBuilder {

    /** Bytes of the request. */
    record Original(byte[] bytes, int from, int to) {

        /** Its query and its body, with a line's end between them when it has both. */
        static Original of(TrackerRequest request) {
            byte[] query = request.query().getBytes(StandardCharsets.UTF_8);
            if (query.length == 0) {
                return new Original(request.body(), 0, request.body().length);
            }
            if (request.body().length == 0) {
                return new Original(query, 0, query.length);
            }
            byte[] both = Arrays.copyOf(query, query.length + 1 + request.body().length);
            both[query.length] = '\n';
            System.arraycopy(request.body(), 0, both, query.length + 1, request.body().length);
            return new Original(both, 0, both.length);
        }

        private byte[] copy() {
            return Arrays.copyOfRange(bytes, from, to);
        }
    }

    private final TrackerRequest request;
    private final PositionLimits limits;
    private final Fix fix;
    private final Map<String, List<Position>> byCourier = new LinkedHashMap<>();
    private final List<Contact> contacts = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private int items;
    private boolean mustBeNamed;
    private boolean namesSomebody;
    private @Nullable String whyNobody;
    private @Nullable String valid;

    ReportBuilder(TrackerRequest request, PositionLimits limits, long receivedAtMillis) {
        this.request = request;
        this.limits = limits;
        this.fix = new Fix(limits, receivedAtMillis);
    }

    Fix begin() {
        items++;
        fix.begin();
        return fix;
    }

    /** The present item is meant as a position. */
    void position(Original original) {
        String courierId = whose();
        if (courierId == null) {
            mustBeNamed = true;
            quarantine("device", String.valueOf(whyNobody), original);
            return;
        }
        Position position = fix.finish();
        if (position == null) {
            Rejection rejection = fix.rejection();
            quarantine(rejection.field(), rejection.reason(), original);
            return;
        }
        byCourier.computeIfAbsent(courierId, id -> new ArrayList<>()).add(position);
        if (fix.countLeftOut() > 0) {
            quarantine("", "its position is taken, " + fix.countLeftOut() + " of its fields are not", original);
        }
    }

    /** The present item is in order, and no position. */
    void contact() {
        contacts.add(new Contact(whose()));
    }

    /** The present item is of no use. */
    void quarantine(String field, String reason, Original original) {
        quarantined.add(new Quarantined(whose(), field, reason, original.copy()));
    }

    /** A request in which nobody is named is refused, even if it has no position. */
    void requireName() {
        mustBeNamed = true;
    }

    /** What follows cannot be read; what came before it stays. */
    void unreadable(String reason) {
        quarantined.add(new Quarantined(request.courierId(), "", reason, request.body()));
        namesSomebody = true; // whoever it is, it would not be better when it came again
    }

    /** Whose the present item is; null when it names nobody, or nobody that there could be. */
    private @Nullable String whose() {
        String id = request.courierId();
        if (id == null) {
            id = fix.device();
        }
        if (id == null) {
            id = request.subject();
        }
        if (id == null) {
            whyNobody = "is not named";
            return null;
        }
        String wrong = id.equals(valid) ? null : CourierId.whyInvalid(id).orElse(null);
        if (wrong != null) {
            whyNobody = wrong;
            return null;
        }
        valid = id;
        namesSomebody = true;
        return id;
    }

    TrackerReport build() {
        if (items > limits.maxItems()) {
            return refused(true, "the request holds more than " + limits.maxItems() + " items");
        }
        if (mustBeNamed && whyNobody != null && !namesSomebody) {
            return refused(false, "the device " + whyNobody);
        }
        List<CourierPositions> couriers = new ArrayList<>(byCourier.size());
        byCourier.forEach((courierId, positions) -> couriers.add(new CourierPositions(courierId, positions)));
        return new TrackerReport(couriers, contacts, quarantined, null);
    }

    private static TrackerReport refused(boolean tooLarge, String reason) {
        return new TrackerReport(List.of(), List.of(), List.of(), new Refusal(tooLarge, reason));
    }
}

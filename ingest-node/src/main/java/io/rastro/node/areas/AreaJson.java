package io.rastro.node.areas;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.json.TracedPositionJson;
import io.rastro.node.live.Text;
import io.rastro.node.live.Texts;
import io.rastro.protocol.Rfc3339;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.AreaFrame;
import io.rastro.sharding.area.Areas;
import io.rastro.sharding.area.Bbox;
import io.rastro.sharding.area.Cluster;
import io.rastro.sharding.area.Found;
import io.rastro.sharding.area.Near;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is in an area, as clients see it. */
final class AreaJson {

    /** A decimetre: distances are of fixes that are off by metres. */
    private static final double DISTANCE_STEPS = 10;
    /** About a metre. */
    private static final double DEGREE_STEPS = 1e5;

    private static final Texts<AreaFrame> TEXTS = new Texts<>(AreaJson::json);

    private AreaJson() {}

    /** @param at the instant that was asked for; null: now */
    static byte[] of(Areas.Answer answer, @Nullable Instant at) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            if (at != null) {
                out.writeStringField("at", Rfc3339.format(at.toEpochMilli()));
            }
            if (answer.found() instanceof Found.Clusters found) {
                writeClusters(found.clusters(), out);
            } else {
                out.writeArrayFieldStart("couriers");
                if (answer.found() instanceof Found.Couriers found) {
                    for (TracedPosition each : found.couriers()) {
                        writeCourier(each, out);
                    }
                } else if (answer.found() instanceof Found.Nearest found) {
                    for (Near near : found.couriers()) {
                        writeNear(near, out);
                    }
                }
                out.writeEndArray();
            }
            out.writeBooleanField("complete", answer.complete());
            out.writeEndObject();
        });
    }

    private static void writeCourier(TracedPosition at, JsonGenerator out) throws IOException {
        out.writeStartObject();
        TracedPositionJson.writeFields(at, out);
        out.writeEndObject();
    }

    private static void writeNear(Near near, JsonGenerator out) throws IOException {
        out.writeStartObject();
        TracedPositionJson.writeFields(near.at(), out);
        out.writeNumberField("distanceM", Math.round(near.distanceM() * DISTANCE_STEPS) / DISTANCE_STEPS);
        out.writeEndObject();
    }

    private static void writeClusters(List<Cluster> clusters, JsonGenerator out) throws IOException {
        out.writeNumberField("count", clusters.stream().mapToInt(Cluster::count).sum());
        out.writeArrayFieldStart("clusters");
        for (Cluster cluster : clusters) {
            out.writeStartObject();
            out.writeStringField("cell", cluster.token());
            out.writeNumberField("count", cluster.count());
            out.writeNumberField("lat", Math.round(cluster.lat() * DEGREE_STEPS) / DEGREE_STEPS);
            out.writeNumberField("lon", Math.round(cluster.lon() * DEGREE_STEPS) / DEGREE_STEPS);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static Text of(AreaFrame frame) {
        return TEXTS.of(frame);
    }

    private static byte[] json(AreaFrame frame) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("type", typeOf(frame));
            if (frame instanceof AreaFrame.Entered entered) {
                TracedPositionJson.writeFields(entered.at(), out);
            } else if (frame instanceof AreaFrame.Moved moved) {
                TracedPositionJson.writeFields(moved.at(), out);
            } else if (frame instanceof AreaFrame.Left left) {
                out.writeStringField("courierId", left.courierId());
            } else if (frame instanceof AreaFrame.Lagging lagging) {
                out.writeStringField("courierId", lagging.courierId());
                out.writeStringField("from", lagging.from().toString());
                out.writeStringField("to", lagging.to().toString());
            } else if (frame instanceof AreaFrame.Crowded crowded) {
                writeClusters(crowded.clusters(), out);
            } else if (frame instanceof AreaFrame.Opened opened) {
                writeBbox(opened.window(), out);
            } else if (frame instanceof AreaFrame.Refused refused) {
                out.writeStringField("detail", refused.why());
            }
            out.writeEndObject();
        });
    }

    private static String typeOf(AreaFrame frame) {
        if (frame instanceof AreaFrame.Entered) {
            return "enter";
        }
        if (frame instanceof AreaFrame.Moved) {
            return "move";
        }
        if (frame instanceof AreaFrame.Left) {
            return "leave";
        }
        if (frame instanceof AreaFrame.Lagging) {
            return "lagging";
        }
        if (frame instanceof AreaFrame.Crowded) {
            return "clusters";
        }
        if (frame instanceof AreaFrame.Opened) {
            return "window";
        }
        return frame instanceof AreaFrame.Refused ? "error" : "heartbeat";
    }

    private static void writeBbox(Bbox window, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(Bboxes.PARAMETER);
        out.writeNumber(window.minLon());
        out.writeNumber(window.minLat());
        out.writeNumber(window.maxLon());
        out.writeNumber(window.maxLat());
        out.writeEndArray();
    }
}

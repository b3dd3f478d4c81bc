package io.rastro.protocol.courier;

import io.rastro.protocol.AvroFields;
import io.rastro.protocol.AvroSchemas;
import io.rastro.protocol.ConfluentFormat;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/** The value of topic {@code courier.geofences}: a {@link GeofenceCrossing} with its position, as {@code courier/CourierGeofence.avsc} says. */
public final class CourierGeofenceCodec {

    public static final Schema SCHEMA = AvroSchemas.load("courier/CourierGeofence");

    private CourierGeofenceCodec() {}

    /** The one name of a crossing. */
    public static String eventId(TracedPosition traced, GeofenceCrossing crossing) {
        return CourierId.ENTITY_TYPE
                + '~'
                + traced.courierId()
                + '~'
                + traced.seqNr()
                + '~'
                + traced.index()
                + '~'
                + crossing.geofenceId()
                + '~'
                + crossing.kind().text();
    }

    /**
     * The value in the Confluent wire format. Any thread.
     *
     * @param schemaId the registry's id of {@link #SCHEMA}
     * @param traced the position that crossed
     */
    public static byte[] toConfluent(int schemaId, TracedPosition traced, GeofenceCrossing crossing) {
        return ConfluentFormat.encode(schemaId, crossing, (each, out) -> encode(traced, each, out));
    }

    private static void encode(TracedPosition traced, GeofenceCrossing crossing, Encoder out) throws IOException {
        Position position = traced.position();
        out.writeString(eventId(traced, crossing));
        out.writeString(traced.courierId());
        out.writeLong(traced.seqNr());
        out.writeInt(traced.index());
        out.writeString(crossing.geofenceId());
        out.writeString(crossing.kind().text());
        out.writeLong(crossing.enteredAtMillis());
        out.writeLong(traced.receivedAtMillis());
        out.writeLong(position.fixedAtMillis());
        out.writeDouble(position.lat());
        out.writeDouble(position.lon());
        AvroFields.writeText(position.orderId(), out);
    }
}

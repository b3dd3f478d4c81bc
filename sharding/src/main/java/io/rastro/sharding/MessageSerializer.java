package io.rastro.sharding;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import io.rastro.protocol.AvroBuffer;
import io.rastro.protocol.UndecodableException;
import io.rastro.sharding.area.AreaMessages;
import io.rastro.sharding.courier.CourierMessages;
import io.rastro.sharding.geofence.GeofenceMessages;
import io.rastro.sharding.live.FeedMessages;
import io.rastro.sharding.order.OrderMessages;
import io.rastro.sharding.pix.PixMessages;
import io.rastro.sharding.remote.MessageKind;
import io.rastro.sharding.remote.RemoteMessage;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.io.DecoderFactory;

/**
 * Messages between nodes, in Avro's binary encoding of plain values. The manifest is the kind and its version, such as
 * {@code record.v1}: during a rolling deploy nodes of two releases talk, so a changed message gets the next version and
 * the one before it is read for one release more. Positions travel as a versioned journal event.
 */
public class MessageSerializer extends SerializerWithStringManifest {

    private static final int IDENTIFIER = 1_868_002;

    /**
     * Of all kinds of entities, and of what belongs to none. Of several of one type the first that {@link MessageKind#which holds} the
     * message is taken.
     */
    public static final List<MessageKind<?>> KINDS = Stream.<List<MessageKind<?>>>of(
                    CourierMessages.KINDS,
                    FeedMessages.KINDS,
                    AreaMessages.KINDS,
                    GeofenceMessages.KINDS,
                    OrderMessages.KINDS,
                    PixMessages.KINDS)
            .flatMap(List::stream)
            .toList();

    private final Map<Class<?>, List<MessageKind<?>>> byType = new HashMap<>();
    private final Map<String, MessageKind<?>> byManifest = new HashMap<>();
    private final ActorRefResolver refs;

    public MessageSerializer(ExtendedActorSystem system) {
        this(system, KINDS);
    }

    /** @param kinds each of another manifest */
    protected MessageSerializer(ExtendedActorSystem system, List<MessageKind<?>> kinds) {
        refs = ActorRefResolver.get(Adapter.toTyped(system));
        for (MessageKind<?> kind : kinds) {
            byType.computeIfAbsent(kind.type(), type -> new ArrayList<>(1)).add(kind);
            if (byManifest.put(kind.manifest(), kind) != null) {
                throw new IllegalArgumentException("two kinds of message are written as " + kind.manifest());
            }
        }
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return kindOf(message).manifest();
    }

    @Override
    public byte[] toBinary(Object message) {
        return toBinary(kindOf(message), message);
    }

    /** @throws UndecodableException when the bytes are not what the manifest says */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        MessageKind<?> kind = byManifest.get(manifest);
        if (kind == null) {
            throw new NotSerializableException("no such kind or version of message: " + manifest);
        }
        try {
            return kind.reading().read(DecoderFactory.get().binaryDecoder(bytes, null), refs);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException("the bytes are not a " + manifest, e);
        }
    }

    private <T extends RemoteMessage> byte[] toBinary(MessageKind<T> kind, Object message) {
        // Not the thread's own buffer: a position inside is encoded with that one.
        AvroBuffer out = new AvroBuffer();
        try {
            kind.writing().write(kind.type().cast(message), out, refs);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory does not
        }
        return out.toByteArray();
    }

    private MessageKind<?> kindOf(Object message) {
        for (MessageKind<?> kind : byType.getOrDefault(message.getClass(), List.of())) {
            if (kind.holds((RemoteMessage) message)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("not a message between nodes: " + message.getClass());
    }
}

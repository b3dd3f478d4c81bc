package io.rastro.sharding.remote;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;

/**
 * How one kind of message is written and read.
 *
 * @param manifest kind and version, such as {@code record.v1}
 * @param which messages of the type are written so; of several kinds the first
 */
public record MessageKind<T extends RemoteMessage>(
        Class<T> type, String manifest, Predicate<T> which, Writing<T> writing, Reading<T> reading) {

    /** All messages of the type. */
    public MessageKind(Class<T> type, String manifest, Writing<T> writing, Reading<T> reading) {
        this(type, manifest, any -> true, writing, reading);
    }

    public boolean holds(RemoteMessage message) {
        return type.isInstance(message) && which.test(type.cast(message));
    }

    @FunctionalInterface
    public interface Writing<T> {
        void write(T message, Encoder out, ActorRefResolver refs) throws IOException;
    }

    @FunctionalInterface
    public interface Reading<T> {
        T read(BinaryDecoder in, ActorRefResolver refs) throws IOException;
    }

    public static void writeRef(ActorRef<?> ref, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeString(refs.toSerializationFormat(ref));
    }

    public static <T> ActorRef<T> readRef(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return refs.resolveActorRef(in.readString());
    }
}

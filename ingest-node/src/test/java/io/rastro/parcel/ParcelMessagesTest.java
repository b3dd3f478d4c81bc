package io.rastro.parcel;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParcelMessagesTest {

    private static final String BOUND = """
            akka.actor {
              serializers.rastro-message = "io.rastro.parcel.ParcelMessages"
              serializers.rastro-journal = "io.rastro.parcel.ParcelSerializer"
              serialization-bindings {
                "io.rastro.parcel.ParcelEvent" = rastro-journal
                "io.rastro.parcel.ParcelSnapshot" = rastro-journal
              }
            }
            """;

    @Test
    void eachIsReadAsItWasWritten() {
        ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString(BOUND)
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
        try {
            TestProbe<ParcelReply> asker = kit.createTestProbe();
            List<Scan> scans = List.of(new Scan("a", "hub", 1), new Scan("b", "hub", 2));
            Stream.of(
                            new Parcel.Record(scans, 3, asker.ref()),
                            new Parcel.Get(asker.ref()),
                            new Parcel.Watch(
                                    new Cursor(3, 1),
                                    kit.<Feed>createTestProbe().ref()),
                            new ParcelReply.Recorded(1, 2, 3),
                            new ParcelReply.Known(4, 5),
                            new ParcelReply.Busy("why"),
                            ParcelReply.Moving.INSTANCE,
                            new ParcelScanned(1, 2, 3, scans),
                            new ParcelDrained(7),
                            new ParcelSnapshot(1, 2, 3, scans))
                    .forEach(each -> kit.serializationTestKit().verifySerialization(each, true));
        } finally {
            kit.shutdownTestKit();
        }
    }
}

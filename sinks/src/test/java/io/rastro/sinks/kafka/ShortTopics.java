package io.rastro.sinks.kafka;

import io.rastro.protocol.pix.PixKind;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.EgressTopics.Topic;
import java.util.Map;

/** Made-up topics, each with another schema's id. */
final class ShortTopics {

    static final EgressTopics ALL = new EgressTopics(
            new Topic("t", Tracks.SCHEMA_ID),
            new Topic("g", 8),
            new Topic("o", 9),
            Map.of(
                    PixKind.PAGAMENTO, new Topic("pag", 10),
                    PixKind.RECEBIMENTO, new Topic("rec", 11),
                    PixKind.ESTORNO, new Topic("est", 12)),
            new Topic("sin", 13));

    private ShortTopics() {}
}

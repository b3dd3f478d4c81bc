package io.rastro.sinks.kafka;

import com.typesafe.config.Config;
import io.rastro.protocol.pix.PixKind;
import io.rastro.sinks.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code rastro.sinks.kafka.topics}: each another one. */
public record TopicNames(
        String positions,
        String geofences,
        String orders,
        String pixPagamentos,
        String pixRecebimentos,
        String pixEstornos,
        String pixSinais,
        String deadLetters) {

    /** What they are everywhere but in tests. */
    public static final TopicNames USUAL = new TopicNames(
            "courier.positions",
            "courier.geofences",
            "courier.orders",
            "pix.pagamentos",
            "pix.recebimentos",
            "pix.estornos",
            "pix.sinais",
            "dead-letters");

    public TopicNames {
        Set<String> all = new HashSet<>();
        boolean different = Stream.of(
                        positions,
                        geofences,
                        orders,
                        pixPagamentos,
                        pixRecebimentos,
                        pixEstornos,
                        pixSinais,
                        deadLetters)
                .allMatch(all::add);
        if (!different) {
            throw new IllegalArgumentException("settings topics: two of them are the same");
        }
    }

    static TopicNames from(Config topics) {
        return new TopicNames(
                Settings.textOf(topics, "courier-positions"),
                Settings.textOf(topics, "courier-geofences"),
                Settings.textOf(topics, "courier-orders"),
                Settings.textOf(topics, "pix-pagamentos"),
                Settings.textOf(topics, "pix-recebimentos"),
                Settings.textOf(topics, "pix-estornos"),
                Settings.textOf(topics, "pix-sinais"),
                Settings.textOf(topics, "dead-letters"));
    }

    /** Where the items of a kind go. */
    public String of(PixKind kind) {
        return switch (kind) {
            case PAGAMENTO -> pixPagamentos;
            case RECEBIMENTO -> pixRecebimentos;
            case ESTORNO -> pixEstornos;
        };
    }

    List<String> all() {
        return List.of(
                positions, geofences, orders, pixPagamentos, pixRecebimentos, pixEstornos, pixSinais, deadLetters);
    }
}

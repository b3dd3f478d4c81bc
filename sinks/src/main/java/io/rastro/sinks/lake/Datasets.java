package io.rastro.sinks.lake;

import io.rastro.protocol.courier.TracedPosition;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.sinks.kafka.TopicNames;
import java.util.ArrayList;
import java.util.List;

/** The datasets of the lake. */
public final class Datasets {

    private Datasets() {}

    public static Dataset<TracedPosition> positions(TopicNames topics) {
        return new PositionDataset(topics.positions());
    }

    public static Dataset<TracedPix> pix(TopicNames topics, PixKind kind) {
        return new PixDataset(topics.of(kind));
    }

    public static Dataset<TracedPixSignal> pixSignals(TopicNames topics) {
        return new PixSignalDataset(topics.pixSinais());
    }

    /** Of each kind, and of the signals. */
    public static List<Dataset<?>> allPix(TopicNames topics) {
        List<Dataset<?>> all = new ArrayList<>();
        for (PixKind kind : PixKind.values()) {
            all.add(pix(topics, kind));
        }
        all.add(pixSignals(topics));
        return all;
    }
}

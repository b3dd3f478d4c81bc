package io.rastro.proving.fraud;

import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.proving.system.BacklogException;
import io.rastro.proving.system.TopicRecords;
import io.rastro.sinks.kafka.SchemaRegistry;
import io.rastro.sinks.kafka.TopicNames;
import io.rastro.sinks.kafka.ValueReader;
import org.apache.kafka.common.KafkaException;

/** Reads topic {@code pix.sinais} from its beginning to what is its end now. */
public final class SignalScan {

    private SignalScan() {}

    /**
     * Counts the signals of the payments of a file, whichever load of it they are from.
     *
     * @throws BacklogException when Kafka does not give them
     * @throws SchemaRegistry.RegistryException when the registry is away
     */
    public static SignalFigures run(String bootstrap, SchemaRegistry registry, FraudMarks marks) {
        ValueReader<TracedPixSignal> values = ValueReader.ofPixSignals(registry);
        SignalTally tally = new SignalTally(marks);
        long[] unreadable = {0};
        try (TopicRecords records = new TopicRecords(bootstrap, TopicNames.USUAL.pixSinais())) {
            records.read(record -> {
                try {
                    tally.add(values.read(record.value()));
                } catch (ValueReader.UnreadableException e) {
                    unreadable[0]++;
                }
            });
        } catch (KafkaException e) {
            throw new BacklogException("Kafka does not give the records of " + TopicNames.USUAL.pixSinais(), e);
        }
        return tally.figures(unreadable[0]);
    }
}

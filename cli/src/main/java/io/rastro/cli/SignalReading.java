package io.rastro.cli;

import io.rastro.devstack.DevStackException;
import io.rastro.devstack.Endpoints;
import io.rastro.proving.fraud.FraudMarks;
import io.rastro.proving.fraud.SignalFigures;
import io.rastro.proving.fraud.SignalScan;
import io.rastro.proving.system.BacklogException;
import io.rastro.proving.system.Drain;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.kafka.SchemaRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the signals say of a file's payments, or why nobody asked them.
 *
 * @param figures null when they were not read
 * @param whyNot to be read after "signals were not read: "
 * @param failed whether they could have been
 */
record SignalReading(@Nullable SignalFigures figures, String whyNot, boolean failed) {

    /** Where only a URL is known. */
    static SignalReading ofUrl() {
        return new SignalReading(null, "--url does not say where Kafka is, --data does", false);
    }

    /** Where the load was stopped before its end. */
    static SignalReading ofPart() {
        return new SignalReading(null, "the load was stopped", false);
    }

    /**
     * Waits until all that is journaled is in Kafka, and reads.
     *
     * @param endpoints as they are now
     * @param patience how long to wait
     */
    static SignalReading of(Supplier<Endpoints> endpoints, Duration patience, FraudMarks marks) {
        try {
            if (Drain.awaitPublished(endpoints, patience) == null) {
                return failed("after " + patience.toSeconds() + " s there are events that are not in Kafka yet");
            }
            KafkaSettings kafka = DevKafka.settings(endpoints.get());
            SignalFigures figures = SignalScan.run(kafka.bootstrapServers(), new SchemaRegistry(kafka), marks);
            return new SignalReading(figures, "", false);
        } catch (BacklogException | SchemaRegistry.RegistryException | CommandFailedException | DevStackException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private static SignalReading failed(String whyNot) {
        return new SignalReading(null, whyNot, true);
    }
}

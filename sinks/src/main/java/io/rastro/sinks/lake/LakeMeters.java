package io.rastro.sinks.lake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sink of the lake counts. */
record LakeMeters(
        Counter rows,
        Counter dropped,
        Counter missing,
        Counter files,
        Counter bytes,
        Counter failedUploads,
        AtomicInteger readingBack,
        Timer batch) {

    private static final Logger LOG = LoggerFactory.getLogger(LakeMeters.class);

    /** @param sink tag of each */
    static LakeMeters in(MeterRegistry registry, String sink) {
        AtomicInteger readingBack = new AtomicInteger();
        Gauge.builder("rastro.lake.reading.back", readingBack::get)
                .tag("sink", sink)
                .description(
                        "partitions of which the lake reads by itself what its group did not bring, before it goes on")
                .register(registry);
        return new LakeMeters(
                counter(registry, sink, "rastro.lake.rows", "rows written, again or for the first time"),
                counter(registry, sink, "rastro.lake.dropped", "records left out because they were published before"),
                Counter.builder("rastro.sink.gap.events")
                        .tag("sink", sink)
                        .description("events that lie between two of the same entity that the sink saw, and never came")
                        .register(registry),
                counter(registry, sink, "rastro.lake.files", "files written"),
                counter(registry, sink, "rastro.lake.bytes", "bytes of these files"),
                counter(
                        registry,
                        sink,
                        "rastro.lake.uploads.failed",
                        "attempts that S3 did not take, each tried again"),
                readingBack,
                Timer.builder("rastro.lake.batch")
                        .tag("sink", sink)
                        .description("time to write a batch")
                        .register(registry));
    }

    void written(Batch done) {
        rows.increment(done.size());
        dropped.increment(done.dropped());
        if (done.missing() > 0) {
            missing.increment(done.missing());
            LOG.warn(
                    "events are missing in Kafka between two of the same entity topic={} partition={} events={},"
                            + " the first before offset={}",
                    done.partition().topic(),
                    done.partition().partition(),
                    done.missing(),
                    done.missingBefore());
        }
    }

    <T> CompletionStage<T> timed(Supplier<CompletionStage<T>> work) {
        Timer.Sample began = Timer.start();
        return work.get().whenComplete((done, failure) -> began.stop(batch));
    }

    private static Counter counter(MeterRegistry registry, String sink, String name, String description) {
        return Counter.builder(name).tag("sink", sink).description(description).register(registry);
    }
}

package io.rastro.node.tracker;

import akka.Done;
import io.rastro.protocol.tracker.TrackerReport.Quarantined;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps what phones sent and is no position. */
@FunctionalInterface
public interface PutAside {

    /**
     * Completes when all of it is kept; fails when it is not known to be. At least once.
     *
     * @param app such as {@code osmand}
     * @param items of one request, at least one
     */
    CompletionStage<Done> keep(String app, Instant receivedAt, List<Quarantined> items);
}

package io.rastro.proving.system;

import java.io.IOException;
import java.util.List;

/** What the nodes have journaled and not published. */
final class Outboxes {

    private static final String UNPUBLISHED = "rastro_outbox_unpublished_events";

    private Outboxes() {}

    /** @throws IOException when a node does not answer */
    static long unpublished(List<String> nodes) throws IOException {
        double sum = 0;
        for (String node : nodes) {
            sum += Metrics.parse(HttpText.get(node + "/metrics"))
                    .sum(UNPUBLISHED)
                    .orElseThrow(() -> new IOException(node + " does not say " + UNPUBLISHED));
        }
        return Math.round(sum);
    }
}

package io.rastro.node.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.membership.Fence;
import io.rastro.node.problem.ProblemException;

/**
 * While the journal is away, or this node may not write to it, requests that need it are refused at once: before their body
 * is read and a courier asked.
 */
public final class JournalGuard {

    private final JournalHealth journal;
    private final Fence fence;
    private final Counter refused;

    public JournalGuard(JournalHealth journal, Fence fence, MeterRegistry meters) {
        this.journal = journal;
        this.fence = fence;
        this.refused = Counter.builder("rastro.journal.refused")
                .description(
                        "requests that were refused at once because the journal is away, or this node may not write")
                .register(meters);
    }

    public Route.Handler before(Route.Handler handler) {
        return (request, variables) -> {
            if (!journal.isUp()) {
                throw refusal("The journal does not answer");
            }
            String fenced = fence.why();
            if (fenced != null) {
                throw refusal("Another node serves: " + fenced);
            }
            return handler.handle(request, variables);
        };
    }

    private ProblemException refusal(String why) {
        refused.increment();
        return Unavailable.because(why + ". Nothing was stored.").toException();
    }
}

package io.rastro.node.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;

/** While the journal is away, requests that need it are refused at once: before their body is read and a courier asked. */
public final class JournalGuard {

    private final JournalHealth journal;
    private final Counter refused;

    public JournalGuard(JournalHealth journal, MeterRegistry meters) {
        this.journal = journal;
        this.refused = Counter.builder("rastro.journal.refused")
                .description("requests that were refused at once because the journal is away")
                .register(meters);
    }

    public Route.Handler before(Route.Handler handler) {
        return (request, variables) -> {
            if (!journal.isUp()) {
                refused.increment();
                throw Unavailable.because("The journal does not answer. Nothing was stored.")
                        .toException();
            }
            return handler.handle(request, variables);
        };
    }
}

package io.rastro.proving.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.proving.ledger.EventRanges;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScopeTest {

    private static final Instant FROM = Instant.parse("2026-11-21T08:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-21T09:00:00Z");

    private final EventRanges journal = new EventRanges();
    private final Scope scope = new Scope(new ReceivedRange(FROM, TO), journal, journal);
    private final Census census = new Census(scope::itemCount);

    ScopeTest() {
        journal.add("courier~c", 7, 2);
    }

    @Test
    void countsWhatIsOfTheRange() {
        see("courier~c~7~0", FROM.toEpochMilli());
        see("courier~c~7~1", TO.toEpochMilli() - 1);

        assertThat(figures()).isEqualTo(new StoreFigures("store", 2, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void leavesOutWhatWasReceivedBeforeOrAfter() {
        see("courier~c~6~0", FROM.toEpochMilli() - 1);
        see("courier~c~8~0", TO.toEpochMilli());
        see("rubbish", TO.toEpochMilli());

        assertThat(figures().items()).isZero();
        assertThat(figures().lost()).isEqualTo(2);
    }

    /** A wrong or missing time of receipt does not hide what is expected. */
    @Test
    void knowsWhatIsExpectedByItsName() {
        see("courier~c~7~0", 0);
        see("courier~c~7~1", Scope.UNKNOWN);
        see("courier~c~7~1", 0);

        assertThat(figures().lost()).isZero();
        assertThat(figures().duplicates()).isEqualTo(1);
    }

    @Test
    void countsWhatTheJournalDoesNotHave() {
        see("courier~c~8~0", FROM.toEpochMilli());
        see("courier~other~1~0", Scope.UNKNOWN);
        see("rubbish", FROM.toEpochMilli());
        see(null, FROM.toEpochMilli());

        assertThat(figures().unknown()).isEqualTo(4);
        assertThat(figures().extra()).isEqualTo(4);
    }

    private void see(@Nullable String eventId, long receivedAtMillis) {
        EventNames.count(eventId, receivedAtMillis, scope, census);
    }

    private StoreFigures figures() {
        return census.compare("store", journal, new EventRanges());
    }
}

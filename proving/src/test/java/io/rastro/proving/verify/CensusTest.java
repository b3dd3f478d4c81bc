package io.rastro.proving.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.proving.ledger.EventRanges;
import org.junit.jupiter.api.Test;

class CensusTest {

    private static final String COURIER = "courier~c-1";

    private final EventRanges journal = new EventRanges();
    private final EventRanges acknowledged = new EventRanges();
    private final EventRanges unanswered = new EventRanges();
    private final Census census = new Census(journal::itemCount);

    @Test
    void findsNothingWrongWhereEverythingIsThereOnceInAnyOrder() {
        record(1, 3);
        record(2, 1);
        see(2, 0);
        see(1, 2);
        see(1, 0);
        see(1, 1);

        assertThat(compare()).isEqualTo(new StoreFigures("store", 4, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void countsLostItemsOfEventsThatAreMissingInPartOrWhole() {
        record(1, 3);
        record(2, 50);
        see(1, 1);

        assertThat(compare().lost()).isEqualTo(52);
    }

    @Test
    void countsEachRepetition() {
        record(1, 2);
        record(2, 1);
        see(1, 0);
        see(1, 0);
        see(1, 1);
        see(1, 1);
        see(2, 0);
        see(2, 0);
        see(2, 0);

        StoreFigures figures = compare();
        assertThat(figures.duplicates()).isEqualTo(4);
        assertThat(figures.lost()).isZero();
        assertThat(figures.items()).isEqualTo(7);
    }

    @Test
    void tellsExtraFromUnansweredFromUnknown() {
        journal.add(COURIER, 1, 2);
        journal.add(COURIER, 2, 1);
        unanswered.add(COURIER, 2, 1);
        see(1, 0);
        see(2, 0);
        see(3, 0);
        see(1, 9);

        StoreFigures figures = compare();
        assertThat(figures.extra()).isEqualTo(3);
        assertThat(figures.unanswered()).isEqualTo(1);
        assertThat(figures.unknown()).isEqualTo(2);
        assertThat(figures.lost()).isZero();
    }

    @Test
    void countsItemsBeyondTheAcknowledgedOnesAsExtra() {
        acknowledged.add(COURIER, 1, 2);
        journal.add(COURIER, 1, 3);
        see(1, 0);
        see(1, 1);
        see(1, 2);

        assertThat(compare().extra()).isEqualTo(1);
    }

    private void record(long seqNr, int items) {
        journal.add(COURIER, seqNr, items);
        acknowledged.add(COURIER, seqNr, items);
    }

    private void see(long seqNr, int index) {
        census.seen(COURIER, seqNr, index);
    }

    private StoreFigures compare() {
        return census.compare("store", acknowledged, unanswered);
    }
}

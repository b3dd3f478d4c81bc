package io.rastro.proving.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.proving.ledger.EventRanges;
import io.rastro.proving.ledger.LedgerReader;
import io.rastro.proving.ledger.NameSet;
import io.rastro.proving.ledger.PixName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PixItemsTest {

    private static final String A = "pix~a";
    private static final ReceivedRange HOUR =
            new ReceivedRange(Instant.parse("2026-11-21T08:00:00Z"), Instant.parse("2026-11-21T09:00:00Z"));

    private final NameSet acknowledged = new NameSet();

    @Test
    void anEventMayBeOfSeveralRequestsOfWhichOneWasNotAnswered() {
        acknowledged(A, PixKind.PAGAMENTO, "E1", 100);
        acknowledged(A, PixKind.RECEBIMENTO, "E3", 300);
        PixItems items = withLedger();
        items.count(
                A,
                1,
                event(Verdict.NEW, SomePix.paid("E1", 100), SomePix.paid("E2", 200), SomePix.received("E3", 300)));

        Subject events = items.subjects().get(0);
        assertThat(events.expected()).isEqualTo(2);
        assertThat(events.journal()).isEqualTo(journal(3, 0, 0, 1));
    }

    @Test
    void whatWasAcknowledgedAndIsNotThereIsLost() {
        acknowledged(A, PixKind.PAGAMENTO, "E1", 100);
        acknowledged(A, PixKind.PAGAMENTO, "E2", 200);
        acknowledged("pix~b", PixKind.PAGAMENTO, "E1", 100);
        PixItems items = withLedger();
        items.count(A, 1, event(Verdict.NEW, SomePix.paid("E1", 100)));

        assertThat(items.subjects().get(0).journal()).isEqualTo(journal(1, 2, 0, 0));
    }

    @Test
    void anotherAmountOrKindIsNotTheAcknowledged() {
        acknowledged(A, PixKind.PAGAMENTO, "E1", 100);
        acknowledged(A, PixKind.PAGAMENTO, "E2", 200);
        PixItems items = withLedger();
        items.count(A, 1, event(Verdict.NEW, SomePix.paid("E1", 101), SomePix.received("E2", 200)));

        assertThat(items.subjects().get(0).journal()).isEqualTo(journal(2, 2, 0, 2));
    }

    @Test
    void whatContradictsThePaymentIsNotIt() {
        acknowledged(A, PixKind.PAGAMENTO, "E1", 100);
        PixItems items = withLedger();
        items.count(
                A, 1, event(List.of(Decided.broken(SomePix.paid("E1", 100), Rule.PAYMENT_REUSED, false)), List.of()));

        assertThat(items.subjects().get(0).journal()).isEqualTo(journal(1, 1, 0, 1));
    }

    @Test
    void aPaymentThatIsRecordedTwiceIsThereTwiceWhateverTheNumber() {
        acknowledged(A, PixKind.PAGAMENTO, "E1", 100);
        PixItems items = withLedger();
        items.count(A, 1, event(Verdict.NEW, SomePix.paid("E1", 100)));
        items.count(A, 2, event(Verdict.NEW, SomePix.paid("E1", 100)));
        assertThat(items.subjects().get(0).journal().duplicates()).isEqualTo(1);
    }

    @Test
    void theSameIdOnTwoAccountsIsNotTwice() {
        PixItems items = withLedger();
        items.count(A, 1, event(Verdict.NEW, SomePix.paid("E1", 100)));
        items.count("pix~b", 1, event(Verdict.NEW, SomePix.received("E1", 100)));
        assertThat(items.subjects().get(0).journal().duplicates()).isZero();
    }

    @Test
    void aReturnIsToldAgainWithEachOfItsStatuses() {
        acknowledged(A, PixKind.ESTORNO, "D1", 50);
        PixItems items = withLedger();
        items.count(A, 1, event(Verdict.WAITING, SomePix.returned("E1", "D1", 50, "EM_PROCESSAMENTO")));
        items.count(A, 2, event(Verdict.ADVANCES, SomePix.returned("E1", "D1", 50, "DEVOLVIDO")));
        assertThat(items.subjects().get(0).journal()).isEqualTo(journal(2, 0, 0, 0));
    }

    @Test
    void whatTheJournalHasIsExpectedInTheDatasetOfItsKind() {
        PixItems items = withLedger();
        items.count(A, 7, event(Verdict.NEW, SomePix.paid("E1", 100), SomePix.received("E2", 200)));
        Subject events = items.subjects().get(0);
        assertThat(events.topics())
                .containsOnly(
                        Map.entry("pix.pagamentos", "pagamento"),
                        Map.entry("pix.recebimentos", "recebimento"),
                        Map.entry("pix.estornos", "estorno"));
        assertThat(events.folders())
                .containsOnly(
                        Map.entry("pix_pagamentos/", "pagamento"),
                        Map.entry("pix_recebimentos/", "recebimento"),
                        Map.entry("pix_estornos/", "estorno"));

        Tally good = events.tallies().get();
        assertThat(good.count("recebimento", "pix~a~7~1", 0)).isTrue();
        assertThat(good.count("pagamento", "pix~a~7~0", 0)).isTrue();
        assertThat(good.count("pagamento", "pix~a~7~0", 0)).isFalse();
        assertThat(good.figures("lake")).isEqualTo(new StoreFigures("lake", 3, 0, 1, 0, 0, 0, 0));

        Tally bad = events.tallies().get();
        bad.count("pagamento", "pix~a~7~1", 0);
        bad.count("pagamento", null, 0);
        assertThat(bad.figures("lake")).isEqualTo(new StoreFigures("lake", 2, 2, 0, 2, 0, 2, 0));
    }

    @Test
    void eachSignalIsExpectedOnce() {
        PixItems items = withLedger();
        items.count(
                A,
                3,
                event(
                        List.of(Decided.of(SomePix.paid("E1", 100), Verdict.NEW)),
                        List.of(signal("limite-noturno"), signal("valor-por-dia"))));
        Subject signals = items.subjects().get(1);
        assertThat(signals.journal()).isEqualTo(journal(2, 0, 0, 0));
        assertThat(signals.topics()).containsOnlyKeys("pix.sinais");
        assertThat(signals.folders()).containsOnlyKeys("pix_sinais/");
        assertThat(signals.table()).isNull();

        Tally kafka = signals.tallies().get();
        String kind = signals.topics().get("pix.sinais");
        kafka.count(kind, "pix~a~3~0~limite-noturno", 0);
        kafka.count(kind, "pix~a~3~0~limite-noturno", 0);
        kafka.count(kind, "pix~a~3~0~another", 0);
        assertThat(kafka.figures("kafka")).isEqualTo(new StoreFigures("kafka", 3, 1, 1, 1, 0, 1, 0));
    }

    @Test
    void anAuditExpectsWhatItsRangeHasAndNothingElseOfIt() {
        PixItems items = new PixItems(null, HOUR);
        items.count(A, 1, event(Verdict.NEW, SomePix.paid("E1", 100)));
        Subject events = items.subjects().get(0);
        assertThat(events.expected()).isEqualTo(1);
        assertThat(events.journal()).isEqualTo(journal(1, 0, 0, 0));

        long within = HOUR.from().toEpochMilli();
        Tally table = events.tallies().get();
        table.count("pagamento", "pix~a~1~0", 0);
        table.count("pagamento", "pix~a~2~0", HOUR.to().toEpochMilli());
        table.count("pagamento", "pix~a~2~0", within);
        table.count("pagamento", null, Scope.UNKNOWN);
        assertThat(table.figures("table")).isEqualTo(new StoreFigures("table", 3, 0, 0, 2, 0, 2, 0));
    }

    private void acknowledged(String persistenceId, PixKind kind, String id, long centavos) {
        acknowledged.add(LedgerReader.itemName(persistenceId, PixName.of(kind, id, centavos)));
    }

    private PixItems withLedger() {
        LedgerReader.Contents ledger = new LedgerReader.Contents(new EventRanges(), acknowledged, Set.of(), 0, 0, 0, 0);
        return new PixItems(ledger, ReceivedRange.ALL);
    }

    private static PixSignal signal(String rule) {
        return new PixSignal(0, rule, 1, 0.7, Map.of());
    }

    private static PixRecorded event(Verdict verdict, PixItem... items) {
        return event(Arrays.stream(items).map(item -> Decided.of(item, verdict)).toList(), List.of());
    }

    private static PixRecorded event(List<Decided> items, List<PixSignal> signals) {
        return new PixRecorded(HOUR.from().toEpochMilli(), 0, 0, 0, items, signals);
    }

    private static StoreFigures journal(long items, long lost, long duplicates, long extra) {
        return new StoreFigures("journal", items, lost, duplicates, extra, 0, 0, 0);
    }
}

package io.rastro.protocol.pix.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PixRecordedTest {

    private static Decided item(PixKind kind, int number) {
        boolean returned = kind == PixKind.ESTORNO;
        return Decided.of(
                new PixItem(
                        kind,
                        "E12345678202511210815abcdefghij" + number,
                        returned ? "D12345678202511210815abcdefghij" + number : null,
                        null,
                        1,
                        0,
                        null,
                        null,
                        null,
                        returned ? "DEVOLVIDO" : null,
                        null,
                        Set.of()),
                Verdict.NEW);
    }

    private static PixSignal signal(int index, String rule) {
        return new PixSignal(index, rule, 1, 1, Map.of());
    }

    private static PixRecorded event(List<Decided> items, PixSignal... signals) {
        return new PixRecorded(1, 0, 0, 0, items, List.of(signals));
    }

    @Test
    void givesEachItemItsSignals() {
        List<Decided> items = IntStream.range(0, 5)
                .mapToObj(number -> item(PixKind.PAGAMENTO, number))
                .toList();
        PixRecorded event = event(items, signal(0, "a"), signal(0, "b"), signal(3, "a"), signal(4, "c"));

        assertThat(event.signalsAt(0)).containsExactly(signal(0, "a"), signal(0, "b"));
        assertThat(event.signalsAt(1)).isEmpty();
        assertThat(event.signalsAt(2)).isEmpty();
        assertThat(event.signalsAt(3)).containsExactly(signal(3, "a"));
        assertThat(event.signalsAt(4)).containsExactly(signal(4, "c"));
        assertThat(event(items).signalsAt(4)).isEmpty();
    }

    @Test
    void anItemOnItsOwnIsWhatItIsAmongTheOthers() {
        PixRecorded event = event(List.of(
                item(PixKind.PAGAMENTO, 0),
                item(PixKind.ESTORNO, 1),
                item(PixKind.PAGAMENTO, 2),
                item(PixKind.RECEBIMENTO, 3),
                item(PixKind.ESTORNO, 4)));

        List<TracedPix> all = TracedPix.of("a-1", 7, event);
        assertThat(all).extracting(TracedPix::last).containsExactly(false, false, true, true, true);
        assertThat(all).extracting(TracedPix::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(all).allSatisfy(each -> assertThat(each).isEqualTo(TracedPix.at("a-1", 7, event, each.index())));
    }
}

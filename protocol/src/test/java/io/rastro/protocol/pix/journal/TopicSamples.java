package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixItem.Flag;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided.Refused;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the topics carry: with every field set, and with as little as possible. */
final class TopicSamples {

    static final long AT = Instant.parse("2026-11-21T08:15:30.123Z").toEpochMilli();
    static final long RECEIVED_AT = AT + 877;

    static final String E2E = "E12345678202611210815AbCdEfGhIjK";
    static final String RTR = "D12345678202611210816AbCdEfGhIjK";

    static final PixItem RETURN = new PixItem(
            PixKind.ESTORNO,
            E2E,
            RTR,
            "dev1",
            999_999_999_999L,
            AT,
            AT - 60_000,
            "txid1",
            new Party("k1.chave", "***.456.789-**"),
            new Party("k1.outro", "j***@exemplo.com"),
            "DEVOLVIDO",
            "MED_FRAUDE",
            EnumSet.allOf(Flag.class));

    static final PixItem PAYMENT =
            new PixItem(PixKind.PAGAMENTO, E2E, null, null, 1, AT, null, null, null, null, null, Set.of());

    static final TracedPix FULL = new TracedPix(
            "acc/17",
            42,
            3,
            RECEIVED_AT,
            new Decided(RETURN, Verdict.VIOLATION, Rule.DEVOLUCAO_REUSED, List.of(), List.of(), null),
            true);

    static final TracedPix BARE = new TracedPix("a", 1, 0, 0, Decided.of(PAYMENT, Verdict.NEW), false);

    static final TracedPix JOINING = new TracedPix(
            "acc/17",
            43,
            0,
            RECEIVED_AT,
            new Decided(
                    PAYMENT,
                    Verdict.NEW,
                    null,
                    List.of("D2", "D1"),
                    Arrays.stream(Rule.values())
                            .map(rule -> new Refused("D-" + rule.ordinal(), rule))
                            .toList(),
                    null),
            true);

    static final TracedPixSignal SIGNAL = new TracedPixSignal(
            "acc/17",
            42,
            RECEIVED_AT,
            RETURN,
            new PixSignal(3, "limite-noturno", 2, 0.75, Map.of("sum", "150000", "limit", "100000", "count", "3")));

    static final TracedPixSignal BARE_SIGNAL =
            new TracedPixSignal("a", 1, 0, PAYMENT, new PixSignal(0, "x", 1, 1, Map.of()));

    private TopicSamples() {}

    static Stream<TracedPix> traced() {
        Stream<TracedPix> violations = Arrays.stream(Rule.values())
                .map(rule -> new TracedPix("a", 7, 1, 5, Decided.broken(PAYMENT, rule, false), false));
        Stream<TracedPix> verdicts = Arrays.stream(Verdict.values())
                .filter(verdict -> verdict != Verdict.VIOLATION)
                .map(verdict -> new TracedPix("a", 7, 1, 5, Decided.of(RETURN, verdict), true));
        return Stream.of(Stream.of(FULL, BARE, JOINING), violations, verdicts).flatMap(some -> some);
    }

    static Stream<TracedPixSignal> signals() {
        return Stream.of(SIGNAL, BARE_SIGNAL);
    }
}

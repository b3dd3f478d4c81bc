package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixItem.Flag;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.PixSnapshot.ActivityRecord;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.protocol.pix.journal.PixSnapshot.WindowRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of everything, with every field set, and the same with as little as possible. */
public final class PixJournalSamples {

    private static final long PAID_AT =
            Instant.parse("2026-11-21T08:15:30.123Z").toEpochMilli();
    private static final long RECEIVED_AT = PAID_AT + 877;
    private static final String E2E = "E12345678202611210815abcdefghijk";
    private static final String OTHER_E2E = "E12345678202611210815ABCDEFGHIJK";
    private static final String RTR = "D12345678202611210815abcdefghijk";

    public static final PixItem PAID = new PixItem(
            PixKind.PAGAMENTO,
            E2E,
            null,
            null,
            999_999_999_999L,
            PAID_AT,
            PAID_AT,
            "cobranca1",
            new Party("k1.p-NBbV", "j***@e***"),
            new Party("k1.9fQ_a", "***.456.789-**"),
            null,
            null,
            Set.of(Flag.COMPONENTS, Flag.ID_MINUTE));
    public static final PixItem RECEIVED = payment(PixKind.RECEBIMENTO, OTHER_E2E);
    public static final PixItem RETURNED = new PixItem(
            PixKind.ESTORNO,
            OTHER_E2E,
            RTR,
            "dev1",
            1,
            PAID_AT + 1_000,
            PAID_AT + 500,
            null,
            null,
            null,
            "DEVOLVIDO",
            "MED_FRAUDE",
            Set.of(Flag.ID_MINUTE));

    private static final KnownPayment KNOWN = new KnownPayment(
            OTHER_E2E,
            new Original(PixKind.RECEBIMENTO, 110, PAID_AT, 7),
            List.of(
                    new Return(RTR, "dev1", 1, "DEVOLVIDO", PAID_AT + 1_000, PAID_AT + 500, "ORIGINAL", 8, 3),
                    new Return(RTR + "2", null, 2, "BLOQUEADO", PAID_AT + 2_000, PAID_AT + 600, null, 9, 0)),
            List.of(
                    new Violation("above-original", PixKind.ESTORNO, RTR, "dev2", 111, "DEVOLVIDO"),
                    new Violation("id-reused", PixKind.PAGAMENTO, OTHER_E2E, null, 1, null)),
            9);

    /** Returns that wait for their payment. */
    private static final KnownPayment WAITING =
            new KnownPayment(E2E, null, List.of(new Return(RTR, null, 1, "DEVOLVIDO", 0, 0, null, 1, 0)), List.of(), 1);

    public static final PixRecorded RECORDED = new PixRecorded(
            RECEIVED_AT,
            41,
            30,
            40,
            List.of(
                    new Decided(
                            PAID,
                            Verdict.NEW,
                            null,
                            List.of(RTR, RTR + "2"),
                            List.of(new Refused(RTR + "3", Rule.ABOVE_ORIGINAL), new Refused(RTR + "4", Rule.TOO_LATE)),
                            null),
                    Decided.of(RECEIVED, Verdict.NEW),
                    Decided.of(RETURNED, Verdict.ADVANCES).recalling(KNOWN),
                    Decided.of(RETURNED, Verdict.WAITING).recalling(WAITING),
                    Decided.broken(RETURNED, Rule.STATUS_CONFLICT, false)),
            List.of(
                    new PixSignal(0, "limite-noturno", 1, 0.75, Map.of("value", "150000", "limit", "100000")),
                    new PixSignal(2, "devolucoes", 2, 1, Map.of())),
            Map.of(PixKind.ESTORNO, 39L, PixKind.PAGAMENTO, 40L));
    public static final PixRecorded BARE_RECORDED =
            new PixRecorded(0, 0, 0, 0, List.of(Decided.of(payment(PixKind.PAGAMENTO, E2E), Verdict.NEW)), List.of());

    public static final PixOutboxDrained DRAINED = new PixOutboxDrained(42);

    public static final PixSnapshot SNAPSHOT = new PixSnapshot(
            42,
            41,
            30,
            40,
            Map.of(PixKind.PAGAMENTO, 40L, PixKind.RECEBIMENTO, 39L, PixKind.ESTORNO, 38L),
            Map.of(PixKind.RECEBIMENTO, new Total(2, 220), PixKind.PAGAMENTO, new Total(1, Long.MAX_VALUE)),
            List.of(WAITING, KNOWN),
            202_611_210_815L,
            new byte[] {0, -1, 127, -128},
            new ActivityRecord(
                    List.of(
                            new WindowRecord(1_000, 17, new int[] {1, 0, Integer.MAX_VALUE}, new long[] {1, 0, 3}),
                            new WindowRecord(60_000, Long.MIN_VALUE, new int[] {0}, new long[] {0})),
                    493_000,
                    3,
                    300,
                    25,
                    1.5,
                    0.1,
                    new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE},
                    20_778,
                    50,
                    PAID_AT,
                    Set.of("LIMITE_NOTURNO", "VALOR_POR_DIA", "DEVOLUCOES")));
    public static final PixSnapshot BARE_SNAPSHOT = new PixSnapshot(
            0,
            0,
            0,
            0,
            Map.of(),
            Map.of(),
            List.of(),
            -1,
            new byte[0],
            new ActivityRecord(
                    List.of(),
                    Long.MIN_VALUE,
                    0,
                    0,
                    0,
                    0,
                    0,
                    new long[0],
                    Long.MIN_VALUE,
                    0,
                    Long.MIN_VALUE,
                    Set.of()));

    private PixJournalSamples() {}

    private static PixItem payment(PixKind kind, String endToEndId) {
        return new PixItem(kind, endToEndId, null, null, 1, 0, null, null, null, null, null, Set.of());
    }
}

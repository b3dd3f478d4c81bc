package io.rastro.sinks.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Made-up events of Pix accounts. */
final class PixEvents {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private PixEvents() {}

    static String endToEndId(int number) {
        return "E12345678202611211200" + "%011d".formatted(number);
    }

    static String rtrId(int number) {
        return "D12345678202611211200" + "%011d".formatted(number);
    }

    static PixItem payment(PixKind kind, String endToEndId, Instant at) {
        return item(kind, endToEndId, null, at, null);
    }

    static PixItem estorno(String endToEndId, String rtrId, Instant at, String status) {
        return item(PixKind.ESTORNO, endToEndId, rtrId, at, status);
    }

    private static PixItem item(PixKind kind, String endToEndId, String rtrId, Instant at, String status) {
        return new PixItem(
                kind, endToEndId, rtrId, null, 1_234, at.toEpochMilli(), null, null, null, status, null, Set.of());
    }

    /** One event, received a second after noon. */
    static List<TracedPix> event(String accountId, long seqNr, Decided... items) {
        return event(accountId, seqNr, NOON.plusSeconds(1), List.of(items));
    }

    static List<TracedPix> event(String accountId, long seqNr, Instant receivedAt, List<Decided> items) {
        return TracedPix.of(
                accountId, seqNr, new PixRecorded(receivedAt.toEpochMilli(), 0, 0, seqNr - 1, items, List.of()));
    }

    /** A journal of events with up to six items of any kind, each of a payment of its own. */
    static List<TracedPix> journal(String accountId, int events, Random random) {
        List<TracedPix> journal = new ArrayList<>();
        for (int seqNr = 1; seqNr <= events; seqNr++) {
            List<Decided> items = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                int number = seqNr * 10 + i;
                PixKind kind = PixKind.values()[random.nextInt(3)];
                Instant at = NOON.plusSeconds(random.nextInt(10_000));
                items.add(
                        kind == PixKind.ESTORNO
                                ? Decided.of(
                                        estorno(endToEndId(number), rtrId(number), at, "DEVOLVIDO"), Verdict.WAITING)
                                : Decided.of(payment(kind, endToEndId(number), at), Verdict.NEW));
            }
            journal.addAll(event(accountId, seqNr, NOON.plusSeconds(seqNr), items));
        }
        return journal;
    }
}

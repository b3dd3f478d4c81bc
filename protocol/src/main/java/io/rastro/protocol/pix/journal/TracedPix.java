package io.rastro.protocol.pix.journal;

import io.rastro.protocol.EventId;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One item with its place in the journal: what topics {@code pix.pagamentos}, {@code pix.recebimentos} and
 * {@code pix.estornos}, the tables and the lake carry.
 *
 * @param seqNr the journal's sequence number, from 1
 * @param index the place within the journal event, from 0
 * @param receivedAtMillis when the node received it: epoch milliseconds, UTC
 * @param decided without what was recalled, which is of the journal only
 * @param last whether it is the last item of its kind in its event, so that who has it has all of that kind up to
 *     {@code seqNr}
 */
public record TracedPix(String accountId, long seqNr, int index, long receivedAtMillis, Decided decided, boolean last) {

    public TracedPix {
        if (seqNr < 1 || index < 0) {
            throw new IllegalArgumentException("not a place in a journal");
        }
        decided = decided.recalled() == null ? decided : decided.recalling(null);
    }

    /** The items of an event, in their order. */
    public static List<TracedPix> of(String accountId, long seqNr, PixRecorded event) {
        Map<PixKind, Integer> last = new EnumMap<>(PixKind.class);
        for (int i = 0; i < event.items().size(); i++) {
            last.put(event.items().get(i).item().kind(), i);
        }
        List<TracedPix> traced = new ArrayList<>(event.items().size());
        for (int i = 0; i < event.items().size(); i++) {
            Decided decided = event.items().get(i);
            boolean isLast = Integer.valueOf(i).equals(last.get(decided.item().kind()));
            traced.add(new TracedPix(accountId, seqNr, i, event.receivedAtMillis(), decided, isLast));
        }
        return traced;
    }

    /** One of them. */
    public static TracedPix at(String accountId, long seqNr, PixRecorded event, int index) {
        Decided decided = event.items().get(index);
        PixKind kind = decided.item().kind();
        List<Decided> after = event.items().subList(index + 1, event.items().size());
        boolean last = after.stream().noneMatch(later -> later.item().kind() == kind);
        return new TracedPix(accountId, seqNr, index, event.receivedAtMillis(), decided, last);
    }

    public EventId eventId() {
        return new EventId(PixAccountId.persistenceId(accountId), seqNr, index);
    }
}

package io.rastro.sharding.live;

import io.rastro.protocol.JournalEvent;
import io.rastro.protocol.courier.CourierId;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsRecorded;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.courier.PositionFrame;
import io.rastro.sharding.pix.PixFrame;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Every kind of entity that is watched. */
enum WatchedKind {
    COURIER(PositionFrame.ITEMS, CourierId.persistenceId(WatchedKind.ID)) {
        @Override
        JournalEvent event(int items) {
            return new PositionsRecorded(0, 0, 0, null, Collections.nCopies(items, Position.of(Instant.EPOCH, 1, 2)));
        }
    },
    PIX_ACCOUNT(PixFrame.ITEMS, PixAccountId.persistenceId(WatchedKind.ID)) {
        @Override
        JournalEvent event(int items) {
            return new PixRecorded(0, 0, 0, 0, Collections.nCopies(items, Decided.of(PAID, Verdict.NEW)), List.of());
        }
    };

    static final String ID = "e-17";

    private static final PixItem PAID = new PixItem(
            PixKind.PAGAMENTO,
            "E12345678202511210815abcdefghijk",
            null,
            null,
            110,
            0,
            null,
            null,
            null,
            null,
            null,
            Set.of());

    final LiveItems<?> items;
    final String persistenceId;

    WatchedKind(LiveItems<?> items, String persistenceId) {
        this.items = items;
        this.persistenceId = persistenceId;
    }

    abstract JournalEvent event(int items);
}

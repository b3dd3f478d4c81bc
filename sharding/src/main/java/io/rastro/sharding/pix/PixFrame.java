package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.LiveFrame;
import io.rastro.sharding.live.LiveItems;
import java.util.List;

/**
 * An item of an account as watchers are shown it.
 *
 * @param signals what was told of it
 */
public record PixFrame(TracedPix pix, List<PixSignal> signals) implements LiveFrame.Item {

    public static final LiveItems<PixRecorded> ITEMS = new LiveItems<>(PixRecorded.class, PixFrame::of);

    public PixFrame {
        signals = List.copyOf(signals);
    }

    private static PixFrame of(String accountId, long seqNr, PixRecorded event, int index) {
        return new PixFrame(TracedPix.at(accountId, seqNr, event, index), event.signalsAt(index));
    }

    @Override
    public Cursor cursor() {
        return new Cursor(pix.seqNr(), pix.index());
    }
}

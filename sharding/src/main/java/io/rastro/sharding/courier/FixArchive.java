package io.rastro.sharding.courier;

import io.rastro.protocol.courier.Position;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The query table as a courier sees it: where it looks for fixes that left its window. The table shows the events of
 * one courier in journal order: when something of an event is there, all of every earlier event is.
 */
public interface FixArchive {

    /** Which of these fixes (time, latitude and longitude equal) the table has; bit i stands for fix i. */
    CompletionStage<BitSet> contained(String courierId, List<Position> fixes);

    /** Whether the table has a row of this event with this time of the fix. */
    CompletionStage<Boolean> containsEvent(String courierId, long fixedAtMillis, long seqNr);
}

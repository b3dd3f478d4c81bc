package io.rastro.sinks.table;

import io.rastro.protocol.courier.TracedPosition;
import java.util.ArrayList;
import java.util.List;

/** Cuts a courier's positions into what one statement can write, without changing their order. */
final class Runs {

    private Runs() {}

    /** Consecutive positions of the same day, at most so many together. */
    static List<List<TracedPosition>> ofOneDay(List<TracedPosition> ofOneCourier, int maxRows) {
        List<List<TracedPosition>> runs = new ArrayList<>(1);
        int begin = 0;
        for (int i = 1; i <= ofOneCourier.size(); i++) {
            if (i == ofOneCourier.size()
                    || i - begin == maxRows
                    || day(ofOneCourier.get(i)) != day(ofOneCourier.get(begin))) {
                runs.add(ofOneCourier.subList(begin, i));
                begin = i;
            }
        }
        return runs;
    }

    private static long day(TracedPosition traced) {
        return PositionRows.dayOf(traced.position().fixedAtMillis());
    }
}

package io.rastro.sharding.courier;

import io.rastro.protocol.courier.Position;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a POST comes to: which of its positions are new, which were recorded before, and which only the table can tell.
 *
 * @param fresh new positions in the order of the POST, late ones marked
 * @param unsure positions that are older than the window, in the order of the POST; when there are any, look them up and
 *     plan again
 */
record Plan(List<Position> fresh, List<Position> unsure, int duplicates) {

    static Plan of(CourierState state, List<Position> positions) {
        return of(state, positions, List.of(), new BitSet());
    }

    /**
     * @param lookedUp the positions that an earlier plan of the same list was unsure of
     * @param inTable which of these the table has
     */
    static Plan of(CourierState state, List<Position> positions, List<Position> lookedUp, BitSet inTable) {
        List<Position> fresh = new ArrayList<>(positions.size());
        List<Position> unsure = new ArrayList<>(0);
        boolean mayRepeat = !ascending(positions);
        Set<Fix> seen = mayRepeat ? new HashSet<>(positions.size() * 2) : Set.of();
        long live = state.liveFixedAtMillis();
        int answered = 0;
        int duplicates = 0;
        for (Position position : positions) {
            int answer = answered < lookedUp.size() && lookedUp.get(answered) == position ? answered++ : -1;
            boolean known =
                    switch (state.window().verdict(position)) {
                        case KNOWN -> true;
                        case NEW -> false;
                        case OLDER_THAN_WINDOW -> {
                            if (answer < 0) {
                                unsure.add(position);
                            }
                            yield answer >= 0 && inTable.get(answer);
                        }
                    };
            if (known || (mayRepeat && !seen.add(Fix.of(position)))) {
                duplicates++;
            } else {
                fresh.add(position.fixedAtMillis() < live ? position.markedLate() : position);
                live = Math.max(live, position.fixedAtMillis());
            }
        }
        return new Plan(fresh, unsure, duplicates);
    }

    private static boolean ascending(List<Position> positions) {
        for (int i = 1; i < positions.size(); i++) {
            if (positions.get(i).fixedAtMillis() <= positions.get(i - 1).fixedAtMillis()) {
                return false;
            }
        }
        return true;
    }

    private record Fix(long fixedAtMillis, long place) {
        static Fix of(Position position) {
            return new Fix(position.fixedAtMillis(), FixWindow.placeHash(position));
        }
    }
}

package io.rastro.node.pix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.protocol.pix.PixBatch;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixRejection;
import io.rastro.sharding.pix.PixAccount.Recorded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a client of ours tells in one call.
 *
 * @param items the good ones, in the order in which they were sent
 * @param places of each its place in the call, from 0
 * @param refused the others
 */
record Told(List<PixItem> items, List<Integer> places, List<Refused> refused) {

    /**
     * One that is not taken.
     *
     * @param member {@code field} or {@code rule}
     * @param what which of them
     * @param reason never repeats what was sent
     */
    record Refused(int index, String member, String what, String reason) {

        static Refused field(int index, String field, String reason) {
            return new Refused(index, "field", field, reason);
        }

        private String sentence() {
            String sentence = member.equals("field") && !what.isEmpty() ? what + " " + reason : reason;
            return "Item " + index + ": " + sentence + ".";
        }
    }

    Told {
        items = List.copyOf(items);
        places = List.copyOf(places);
        refused = List.copyOf(refused);
    }

    /** Of a body in which each item has a place of its own. */
    static Told of(PixBatch batch) {
        List<Refused> refused = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        for (PixRejection rejection : batch.rejections()) {
            refused.add(Refused.field(rejection.index(), rejection.field(), rejection.reason()));
            taken.add(rejection.index());
        }
        return new Told(batch.items(), free(batch.items().size(), taken), refused);
    }

    /** So many places, from 0, as are not taken. */
    static List<Integer> free(int many, Set<Integer> taken) {
        List<Integer> free = new ArrayList<>(many);
        for (int place = 0; free.size() < many; place++) {
            if (!taken.contains(place)) {
                free.add(place);
            }
        }
        return free;
    }

    /** All that is not taken, in the order of the call, once the account has said what breaks its rules. */
    List<Refused> refusedWith(List<Recorded.Broken> broken) {
        List<Refused> all = new ArrayList<>(refused);
        for (Recorded.Broken each : broken) {
            all.add(new Refused(
                    places.get(each.index()),
                    "rule",
                    each.rule().word(),
                    each.rule().reason()));
        }
        all.sort(Comparator.comparingInt(Refused::index));
        return all;
    }

    /** The first of them, for people. */
    static String firstOf(List<Refused> refused) {
        return refused.get(0).sentence();
    }

    static void write(String field, List<Refused> refused, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(field);
        for (Refused each : refused) {
            out.writeStartObject();
            out.writeNumberField("index", each.index());
            out.writeStringField(each.member(), each.what());
            out.writeStringField("reason", each.reason());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}

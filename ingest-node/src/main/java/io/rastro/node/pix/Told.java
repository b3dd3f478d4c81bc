package io.rastro.node.pix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.protocol.pix.PixBatch;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixRejection;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Set<Integer> taken =
                batch.rejections().stream().map(PixRejection::index).collect(Collectors.toSet());
        return new Told(batch.items(), free(batch.items().size(), taken), refused(batch.rejections()));
    }

    static List<Refused> refused(List<PixRejection> rejections) {
        return rejections.stream()
                .map(each -> Refused.field(each.index(), each.field(), each.reason()))
                .toList();
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

    /** What the account found to break its rules. */
    List<Refused> broken(List<Recorded.Broken> broken) {
        return broken.stream()
                .map(each -> new Refused(
                        places.get(each.index()),
                        "rule",
                        each.rule().word(),
                        each.rule().reason()))
                .toList();
    }

    /** All that is not taken, in the order of the call. */
    List<Refused> refusedAnd(List<Refused> broken) {
        return Stream.concat(refused.stream(), broken.stream())
                .sorted(Comparator.comparingInt(Refused::index))
                .toList();
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

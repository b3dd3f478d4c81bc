package io.rastro.proving.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a 200 says.
 *
 * @param entities a courier's or account's answer each; one, except for a gateway's mixture
 * @param rejections the items that were refused, by their place in the request
 */
record PostAnswer(List<EntityAnswer> entities, List<Rejection> rejections) {

    private static final JsonFactory JSON = new JsonFactory();

    /** @param field or the rule that it violates */
    record Rejection(int index, String field, String reason) {}

    /**
     * @param replayed whether this request was carried out before under the same Idempotency-Key
     * @param recorded how many items that first attempt recorded; the answer counts them as duplicates
     */
    record EntityAnswer(
            @Nullable String persistenceId, long seqNr, int accepted, int duplicates, boolean replayed, int recorded) {}

    /** @throws IOException when the body is not such an answer */
    static PostAnswer parse(byte[] body) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            List<EntityAnswer> couriers = new ArrayList<>(1);
            List<Rejection> rejections = new ArrayList<>(0);
            EntityAnswer whole = object(json, couriers, rejections);
            return new PostAnswer(
                    couriers.isEmpty() && whole.persistenceId() != null ? List.of(whole) : couriers, rejections);
        }
    }

    private static EntityAnswer object(JsonParser json, List<EntityAnswer> couriers, List<Rejection> rejections)
            throws IOException {
        String persistenceId = null;
        long seqNr = 0;
        int accepted = 0;
        int duplicates = 0;
        boolean replayed = false;
        int recorded = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "persistenceId" -> persistenceId = json.getValueAsString();
                case "seqNr" -> seqNr = json.getValueAsLong();
                case "accepted" -> accepted = json.getValueAsInt();
                case "duplicates" -> duplicates = json.getValueAsInt();
                case "replayed" -> replayed = json.getValueAsBoolean();
                case "recorded" -> recorded = json.getValueAsInt();
                case "couriers" -> {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        couriers.add(object(json, new ArrayList<>(0), new ArrayList<>(0)));
                    }
                }
                case "rejected" -> {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        rejections.add(rejection(json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new EntityAnswer(persistenceId, seqNr, accepted, duplicates, replayed, recorded);
    }

    private static Rejection rejection(JsonParser json) throws IOException {
        int index = -1;
        String field = "";
        String reason = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "index" -> index = json.getValueAsInt(-1);
                case "field", "rule" -> field = json.getValueAsString("");
                case "reason" -> reason = json.getValueAsString("");
                default -> json.skipChildren();
            }
        }
        return new Rejection(index, field, reason);
    }
}

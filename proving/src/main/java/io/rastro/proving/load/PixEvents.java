package io.rastro.proving.load;

import io.rastro.protocol.pix.Centavos;
import io.rastro.proving.ledger.PixName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one Pix account.
 *
 * @param transfers not to be changed any more
 */
public record PixEvents(String accountId, List<Transfer> transfers) implements Content {

    static PixEvents of(Content content) {
        if (content instanceof PixEvents events) {
            return events;
        }
        throw new IllegalArgumentException("these are no Pix events");
    }

    @Override
    public String path() {
        return "/v1/pix/accounts/" + PathSegment.of(accountId) + "/events";
    }

    @Override
    public String contentType(BodyFormat ofPositions) {
        return "application/json";
    }

    @Override
    public byte[] body(BodyFormat ofPositions) {
        JsonBytes json = new JsonBytes();
        if (transfers.size() == 1) {
            item(json, transfers.get(0));
            return json.toByteArray();
        }
        char separator = '[';
        for (Transfer transfer : transfers) {
            json.character(separator);
            item(json, transfer);
            separator = ',';
        }
        return json.character(']').toByteArray();
    }

    @Override
    public int size() {
        return transfers.size();
    }

    @Override
    public String name(int index) {
        Transfer transfer = transfers.get(index);
        return PixName.of(transfer.kind(), transfer.id(), transfer.centavos());
    }

    @Override
    public long line(int index) {
        return transfers.get(index).line();
    }

    private static void item(JsonBytes json, Transfer transfer) {
        json.ascii("{\"kind\":").string(transfer.kind().word());
        json.ascii(",\"endToEndId\":").string(transfer.endToEndId());
        known(json, ",\"rtrId\":", transfer.rtrId());
        json.ascii(",\"valor\":").string(Centavos.format(transfer.centavos()));
        json.ascii(",\"occurredAt\":").instant(transfer.occurredAtMillis());
        known(json, ",\"counterparty\":", transfer.counterparty());
        json.character('}');
    }

    private static void known(JsonBytes json, String name, @Nullable String value) {
        if (value != null) {
            json.ascii(name).string(value);
        }
    }
}

package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.pix.PixBatch;
import io.rastro.protocol.pix.PixEventsReader;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixLimits;
import io.rastro.protocol.pix.Pseudonyms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the load writes is what the system reads. */
class PixEventsTest {

    private static final long NOW = Instant.parse("2026-11-21T08:15:30Z").toEpochMilli();
    private static final Pseudonyms PSEUDONYMS =
            new Pseudonyms(List.of(new Pseudonyms.Secret("a", new byte[Pseudonyms.LEAST_BYTES])));
    private static final PixEventsReader READER = new PixEventsReader(PixLimits.DEFAULT, PSEUDONYMS);

    private static final Transfer PAID = new Transfer(
            "a/1", PixKind.RECEBIMENTO, PixIds.endToEndId(NOW, PixIds.rest(7)), null, 1005, NOW, PixIds.evp("b"), 7);
    private static final Transfer BACK =
            new Transfer("a/1", PixKind.ESTORNO, PAID.endToEndId(), PixIds.rtrId(NOW, PixIds.rest(8)), 5, NOW, null, 8);
    private static final Transfer NOTHING = new Transfer(
            "a/1", PixKind.PAGAMENTO, PixIds.endToEndId(NOW, PixIds.rest(9)), null, 0, NOW, PixIds.evp("b"), 9);

    static PixBatch read(PixEvents events) {
        byte[] body = events.body(BodyFormat.AVRO);
        try {
            return READER.read(body, 0, body.length, NOW);
        } catch (UnreadableBodyException e) {
            throw new AssertionError(new String(body, StandardCharsets.UTF_8), e);
        }
    }

    @Test
    void areReadBackAsTheyWere() {
        PixBatch batch = read(new PixEvents("a/1", List.of(PAID, BACK, NOTHING)));

        assertThat(batch.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.index()).isEqualTo(2);
            assertThat(rejection.field()).isEqualTo("valor");
        });
        PixItem paid = batch.items().get(0);
        assertThat(paid.kind()).isEqualTo(PixKind.RECEBIMENTO);
        assertThat(paid.endToEndId()).isEqualTo(PAID.endToEndId());
        assertThat(paid.centavos()).isEqualTo(1005);
        assertThat(paid.occurredAtMillis()).isEqualTo(NOW);
        assertThat(paid.counterparty()).isEqualTo(PSEUDONYMS.of(PixIds.evp("b")));
        PixItem back = batch.items().get(1);
        assertThat(back.kind()).isEqualTo(PixKind.ESTORNO);
        assertThat(back.rtrId()).isEqualTo(BACK.rtrId());
        assertThat(back.centavos()).isEqualTo(5);
    }

    @Test
    void oneAloneIsAnObject() {
        assertThat(new String(new PixEvents("a/1", List.of(PAID)).body(BodyFormat.JSON), StandardCharsets.UTF_8))
                .startsWith("{\"kind\":\"recebimento\"");
        assertThat(read(new PixEvents("a/1", List.of(PAID))).items()).hasSize(1);
    }

    @Test
    void areSentToTheirAccountAsJsonWhateverPositionsAre() {
        PixEvents events = new PixEvents("a/1", List.of(PAID));
        RequestWriter writer = new RequestWriter(BodyFormat.AVRO, "run", "node:1");
        Request request = writer.write(new Batch(new Batch.Lane() {}, events), 0);

        String[] headAndBody = new String(request.bytes, StandardCharsets.UTF_8).split("\r\n\r\n", 2);
        assertThat(headAndBody[0].split("\r\n"))
                .containsExactlyInAnyOrder(
                        "POST /v1/pix/accounts/a%2F1/events HTTP/1.1",
                        "Host: node:1",
                        "Content-Type: application/json",
                        "Accept: application/json",
                        "Idempotency-Key: run-1",
                        "Content-Length: " + headAndBody[1].length());
    }
}

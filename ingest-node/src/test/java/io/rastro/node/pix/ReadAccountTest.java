package io.rastro.node.pix;

import static io.rastro.node.pix.PixBodies.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.TestApi;
import io.rastro.node.TestPix;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.pix.PixReply.Account;
import io.rastro.sharding.pix.signal.ActivityView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadAccountTest {

    private static final String EVENTS = ACCOUNT + "/events";
    private static final String E1 = "E12345678202009091221abcdef12345";
    private static final String D1 = "D12345678202009091000abcde123456";
    private static final Instant AT = Instant.parse("2020-09-10T13:03:33.902Z");

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi(PixBodies.SETTINGS);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.pix.forget();
    }

    private static Account account(long seqNr) {
        return new Account(
                seqNr,
                Map.of(PixKind.PAGAMENTO, new Total(2, 123_456_789_012_345L)),
                5,
                new ActivityView(
                        List.of(new ActivityView.Span("pagamentos", 60, 2, 305)), 7, 3, 1.5, 250.6, Set.of("b", "a")));
    }

    @Test
    void showsTotalsWindowsAndWhatItIsAbove() {
        api.pix.account = CompletableFuture.completedStage(account(17));

        assertThat(api.get(ACCOUNT).isOk().body())
                .isEqualTo("{\"accountId\":\"a-17\",\"totals\":{\"pagamento\":{\"count\":2,\"valor\":"
                        + "\"1234567890123.45\"},\"recebimento\":{\"count\":0,\"valor\":\"0.00\"},\"estorno\":"
                        + "{\"count\":0,\"valor\":\"0.00\"}},\"windows\":[{\"of\":\"pagamentos\",\"minutes\":60,"
                        + "\"count\":2,\"valor\":\"3.05\"}],\"nightValor\":\"0.07\",\"usual\":{\"hours\":3,"
                        + "\"countPerHour\":1.5,\"valorPerHour\":\"2.51\"},\"above\":[\"a\",\"b\"],\"remembered\":5,"
                        + "\"seqNr\":17}");
    }

    @Test
    void anAccountThatWasNeverSeenIsNotThere() {
        api.pix.account = CompletableFuture.completedStage(account(0));
        api.get(ACCOUNT).isProblem(404, "unknown-account").naming("accountId");
        api.get("/v1/pix/accounts/no%20id").isProblem(400, "invalid-account-id");
        api.pix.account = TestPix.busy();
        assertThat(api.get(ACCOUNT).isProblem(503, "unavailable").headers()).containsKey("retry-after");
    }

    @Test
    void showsWhatWasRecordedWithMasksAndPseudonyms() {
        PixItem estorno = new PixItem(
                PixKind.ESTORNO,
                E1,
                D1,
                "9",
                789,
                AT.toEpochMilli() + 1_000,
                AT.toEpochMilli(),
                null,
                null,
                null,
                "DEVOLVIDO",
                "MED_FRAUDE",
                Set.of());
        PixItem payment = new PixItem(
                PixKind.RECEBIMENTO,
                E1,
                null,
                null,
                10_000,
                AT.toEpochMilli(),
                "tx1",
                new Party("k2.abc", "***.456.789-**"),
                new Party("k2.def", "***"),
                null,
                null,
                Set.of(PixItem.Flag.COMPONENTS, PixItem.Flag.ID_MINUTE));
        Decided joined = new Decided(
                payment, Verdict.NEW, null, List.of(D1), List.of(new Decided.Refused("D2", Rule.TOO_LATE)), null);
        long received = AT.toEpochMilli() + 5_000;
        api.pix.onPage = page -> CompletableFuture.completedStage(new PixHistory.Page(
                List.of(
                        new TracedPix("a-17", 3, 0, received, joined, true),
                        new TracedPix("a-17", 4, 1, received, Decided.broken(estorno, Rule.TOO_LATE, false), true)),
                "next"));

        assertThat(api.get(EVENTS).isOk().body())
                .isEqualTo("{\"events\":[{\"kind\":\"recebimento\",\"endToEndId\":\"" + E1
                        + "\",\"rtrId\":null,\"valor\":\"100.00\",\"occurredAt\":\"2020-09-10T13:03:33.902Z\","
                        + "\"txid\":\"tx1\",\"chave\":{\"masked\":\"***.456.789-**\",\"pseudonym\":\"k2.abc\"},"
                        + "\"counterparty\":{\"masked\":\"***\",\"pseudonym\":\"k2.def\"},"
                        + "\"flags\":[\"id-minute\",\"components\"],\"verdict\":\"new\",\"rule\":null,"
                        + "\"joined\":[\"" + D1 + "\"],\"refused\":[{\"rtrId\":\"D2\",\"rule\":\"too-late\"}],"
                        + "\"eventId\":\"pix~a-17~3~0\",\"seq\":3,\"index\":0,"
                        + "\"receivedAt\":\"2020-09-10T13:03:38.902Z\"},"
                        + "{\"kind\":\"estorno\",\"endToEndId\":\"" + E1 + "\",\"rtrId\":\"" + D1
                        + "\",\"id\":\"9\",\"valor\":\"7.89\",\"occurredAt\":\"2020-09-10T13:03:34.902Z\","
                        + "\"requestedAt\":\"2020-09-10T13:03:33.902Z\",\"status\":\"DEVOLVIDO\","
                        + "\"natureza\":\"MED_FRAUDE\",\"flags\":[],\"verdict\":\"violation\",\"rule\":\"too-late\","
                        + "\"eventId\":\"pix~a-17~4~1\",\"seq\":4,\"index\":1,"
                        + "\"receivedAt\":\"2020-09-10T13:03:38.902Z\"}],\"nextCursor\":\"next\"}");
    }

    @Test
    void asksForTheTimeTheKindAndThePage() {
        api.get(EVENTS + "?from=2020-09-10T13:03:33.902Z&to=1599743013903&kind=estorno&limit=7&cursor=c")
                .isOk();
        assertThat(api.get(EVENTS).isOk().body()).isEqualTo("{\"events\":[],\"nextCursor\":null}");

        assertThat(api.pix.pages)
                .containsExactly(
                        new TestPix.Page("a-17", AT, Instant.ofEpochMilli(1_599_743_013_903L), PixKind.ESTORNO, 7, "c"),
                        new TestPix.Page("a-17", null, null, null, 100, null));
    }

    @ParameterizedTest
    @CsvSource({
        "kind=pix, kind",
        "kind=PAGAMENTO, kind",
        "limit=0, limit",
        "limit=1001, limit",
        "from=yesterday, from",
        "from=2&to=1, to",
        "cursor=none, cursor"
    })
    void namesAWrongParameter(String query, String name) {
        api.pix.onPage = page -> {
            throw new IllegalArgumentException("no cursor of ours");
        };
        api.get(EVENTS + "?" + query).isProblem(400, "invalid-parameter").naming(name);
    }

    @Test
    void isUnavailableWhenTheTableDoesNotAnswer() {
        api.pix.onPage = page -> CompletableFuture.failedStage(new IllegalStateException("away"));

        assertThat(api.get(EVENTS).isProblem(503, "unavailable").headers()).containsKey("retry-after");
    }
}

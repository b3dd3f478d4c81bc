package io.rastro.node.pix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.TestPix;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.sharding.pix.PixReply.Recorded;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the SPI over real HTTP. Ours is 99999A04, the creditor's agent of the sample. */
class RecordIsoTest {

    private static final String PATH = "/v1/pix/iso20022?account=a-17";
    private static final String SAMPLE = PixBodies.sample("pacs008_1.13.xml");
    private static final List<String> PEOPLE =
            List.of("12345678909", "12345678000195", "Ana Exemplo", "90530802", "1169414");

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

    private static Answer post(String xml) {
        return api.post(PATH, "application/xml", xml.getBytes(UTF_8));
    }

    private static PixItem only() {
        assertThat(api.pix.calls).hasSize(1);
        TestPix.Call call = api.pix.calls.get(0);
        assertThat(call.accountId()).isEqualTo("a-17");
        assertThat(call.facts()).isTrue();
        assertThat(call.items()).hasSize(1);
        assertThat(call.items().toString()).doesNotContain(PEOPLE);
        return call.items().get(0);
    }

    private static String swapped(String xml) {
        return xml.replace("<MmbId>12345678<", "<MmbId>other<")
                .replace("<MmbId>99999A04<", "<MmbId>12345678<")
                .replace("<MmbId>other<", "<MmbId>99999A04<");
    }

    private static String returned(String reason) {
        String pacs008 = SAMPLE.substring(SAMPLE.indexOf("<Dbtr>"), SAMPLE.indexOf("<Purp>"));
        return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09\"><PmtRtr><GrpHdr>"
                + "<CreDtTm>2025-08-28T21:00:23.050Z</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr><TxInf>"
                + "<RtrId>D99999A0420250828210000000000001</RtrId>"
                + "<OrgnlEndToEndId>E12345678202508272059568098cbdda</OrgnlEndToEndId>"
                + "<RtrdIntrBkSttlmAmt Ccy=\"BRL\">2.50</RtrdIntrBkSttlmAmt><RtrRsnInf><Rsn><Cd>" + reason
                + "</Cd></Rsn></RtrRsnInf><OrgnlTxRef>" + pacs008 + "</OrgnlTxRef></TxInf></PmtRtr></Document>";
    }

    @Test
    void whatThisParticipantsClientReceivedIsARecebimento() {
        Answer answer = post(SAMPLE).isOk();

        PixItem item = only();
        assertThat(item.kind()).isEqualTo(PixKind.RECEBIMENTO);
        assertThat(item.endToEndId()).isEqualTo("E12345678202508272059568098cbdda");
        assertThat(item.centavos()).isEqualTo(600);
        assertThat(item.occurredAt()).hasToString("2025-08-27T21:00:20.700Z");
        assertThat(item.counterparty()).isNotNull();
        assertThat(item.counterparty().masked()).isEqualTo("***.456.789-**");
        assertThat(item.flags()).isEmpty();
        assertThat(answer.body())
                .isEqualTo("{\"accepted\":1,\"duplicates\":0,\"waiting\":0,\"rejected\":[],\"violations\":[],"
                        + "\"persistenceId\":\"pix~a-17\",\"seqNr\":1}");
    }

    @Test
    void whatItPaidIsAPagamento() {
        post(swapped(SAMPLE)).isOk();

        PixItem item = only();
        assertThat(item.kind()).isEqualTo(PixKind.PAGAMENTO);
        assertThat(item.counterparty()).isNotNull();
        assertThat(item.counterparty().masked()).isEqualTo("**.***.678/****-**");
    }

    @ParameterizedTest
    @CsvSource({"BE08, MED_OPERACIONAL", "FR01, MED_FRAUDE", "MD06, ORIGINAL", "SL02, RETIRADA", "XX99,"})
    void aReturnIsAnEstornoWhoeverOfBothItIs(String reason, String natureza) {
        post(returned(reason)).isOk();
        PixItem item = only();
        assertThat(item.kind()).isEqualTo(PixKind.ESTORNO);
        assertThat(item.rtrId()).isEqualTo("D99999A0420250828210000000000001");
        assertThat(item.centavos()).isEqualTo(250);
        assertThat(item.status()).isEqualTo("DEVOLVIDO");
        assertThat(item.natureza()).isEqualTo(natureza);
        api.pix.forget();
        post(swapped(returned(reason))).isOk();
        assertThat(only().kind()).isEqualTo(PixKind.ESTORNO);
        api.pix.forget();
        post(returned(reason).replace("<MmbId>12345678<", "<MmbId>99999A04<")).isOk();
        assertThat(only().kind()).isEqualTo(PixKind.ESTORNO);
    }

    @Test
    void aTransferOfOthersIsRefusedAndNamed() {
        Answer answer = post(SAMPLE.replace("<MmbId>99999A04<", "<MmbId>11111111<"));

        answer.isProblem(422, "all-pix-events-rejected").naming("DbtrAgt/FinInstnId/ClrSysMmbId/MmbId");
        assertThat(answer.json().at("/rejected/0/reason").asText()).contains("nor is that of CdtrAgt");
        assertThat(post(returned("MD06").replace("<MmbId>99999A04<", "<MmbId>11111111<"))
                        .isProblem(422, "all-pix-events-rejected")
                        .json()
                        .path("field")
                        .asText())
                .startsWith("OrgnlTxRef/DbtrAgt");
        post(SAMPLE.replace("<MmbId>12345678<", "<MmbId>99999A04<")).isProblem(422, "all-pix-events-rejected");
        assertThat(api.pix.calls).isEmpty();
    }

    @Test
    void goodOnesAreKeptBesideBadOnesAndNamedByTheirPlaces() {
        String one = SAMPLE.substring(SAMPLE.indexOf("<CdtTrfTxInf>"), SAMPLE.indexOf("</FIToFICstmrCdtTrf>"));
        String all = one.replace("6.00", "6,00")
                + one.replace("99999A04", "11111111")
                + one
                + one.replace("568098cbdda", "568098cbddb");
        api.pix.onRecord = (call, number) -> CompletableFuture.completedStage(
                new Recorded(2, 0, 0, List.of(new Recorded.Broken(1, Rule.PAYMENT_REUSED)), 5));

        Answer answer = post(SAMPLE.replace(one, all).replace("<NbOfTxs>1<", "<NbOfTxs>4<"))
                .isOk();

        assertThat(answer.json().path("rejected"))
                .extracting(each ->
                        each.path("index").asInt() + " " + each.path("field").asText())
                .containsExactly("0 IntrBkSttlmAmt", "1 DbtrAgt/FinInstnId/ClrSysMmbId/MmbId");
        assertThat(answer.json().path("violations"))
                .extracting(each ->
                        each.path("index").asInt() + " " + each.path("rule").asText())
                .containsExactly("3 id-reused");
        assertThat(answer.body()).doesNotContain(PEOPLE);
    }

    @Test
    void anIdOfAnotherMinuteIsFlagged() {
        post(SAMPLE.replace("2025-08-27T21:00:20.700Z", "2025-08-28T21:00:20.700Z"))
                .isOk();

        assertThat(only().flags()).containsExactly(PixItem.Flag.ID_MINUTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY b \"c\">]>%",
                "<!DOCTYPE a [<!ENTITY b \"12345678909\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>",
                "<?xml-stylesheet href=\"x\"?>%",
                "<a>12345678909</a>",
                "<a>",
                "12345678909",
                ""
            })
    void anXmlThatIsNoMessageOrAnAttackIsRefusedWithASentence(String xml) {
        Answer answer = post(xml.replace("%", SAMPLE.substring(SAMPLE.indexOf("<Envelope"))));

        answer.isProblem(400, "unreadable-body");
        assertThat(answer.body()).doesNotContain(PEOPLE).doesNotContain("root:");
        assertThat(api.pix.calls).isEmpty();
    }

    @Test
    void tooDeepTooLongOrTooManyIsTooLarge() {
        String inside = SAMPLE.substring(SAMPLE.indexOf("<Envelope"));
        for (String much : List.of(
                "<a>".repeat(40) + "</a>".repeat(40),
                "<a b=\"" + "x".repeat(5_000) + "\"/>",
                "<a>" + "<b/>".repeat(1_000_001) + "</a>")) {
            post(inside.replace("<AppHdr>", much + "<AppHdr>")).isProblem(413, "body-too-large");
        }
        post("<a>" + "x".repeat(6 << 20) + "</a>").isProblem(413, "body-too-large");
        assertThat(api.pix.calls).isEmpty();
    }

    @Test
    void takesXmlOnlyAndOnlyOfAnAccount() {
        api.post(PATH, "application/json", SAMPLE.getBytes(UTF_8)).isProblem(415, "unsupported-media-type");
        api.post(PATH, "text/xml", SAMPLE.getBytes(UTF_8)).isOk();
        for (String query : List.of("", "?account=", "?account=no%20id", "?account=" + "a".repeat(129))) {
            api.post("/v1/pix/iso20022" + query, "application/xml", SAMPLE.getBytes(UTF_8))
                    .isProblem(400, "invalid-parameter")
                    .naming("account");
        }
    }

    @Test
    void isUnavailableWhenItIsNotKnownToBeStored() {
        api.pix.onRecord = (call, number) -> TestPix.busy();

        assertThat(post(SAMPLE).isProblem(503, "unavailable").headers()).containsKey("retry-after");
    }
}

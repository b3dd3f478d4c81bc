package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.WebSocketClient;
import io.rastro.protocol.pix.Centavos;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pix accounts on the real stack: from the call over journal, topics and tables to the history, over restarts. */
class PixIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String SETTINGS = """
            rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }
            rastro.pix {
              ask-timeout = 10 s, lookup-timeout = 5 s, window-size = 16, window-max = 256
              ispb = "12345678", secrets = ["t1:a-secret-of-a-test-that-is-long-enough-for-everybody"]
            }
            """;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    private final String account = "conta-" + UUID.randomUUID();
    private final Instant now = Instant.now().minusSeconds(600);
    private final List<String> expected = new ArrayList<>();

    private String id(char first, int number) {
        return first + "12345678" + MINUTE.format(now) + String.format(Locale.ROOT, "%011d", number);
    }

    private String event(String kind, int number, long centavos, String more) {
        expected.add(id('E', number));
        return "{\"kind\":\"%s\",\"endToEndId\":\"%s\",\"valor\":\"%s\",\"occurredAt\":\"%s\"%s}"
                .formatted(kind, id('E', number), Centavos.format(centavos), now, more);
    }

    private static URI at(NodeUnderTest node, String path) {
        return URI.create(node.base() + path);
    }

    private Answer post(NodeUnderTest node, String rest, String json) {
        URI uri = at(node, "/v1/pix/accounts/" + account + rest);
        return await().atMost(SOON).until(() -> node.send("POST", uri, json), answer -> answer.status() != 503);
    }

    private Answer ofAccount(NodeUnderTest node, String rest) {
        return await().atMost(SOON)
                .until(() -> node.getPath("/v1/pix/accounts/" + account + rest), answer -> answer.status() != 503);
    }

    private List<JsonNode> history(NodeUnderTest node, int count) {
        return await().atMost(SOON).until(() -> events(node), events -> events.size() == count);
    }

    /** All pages. */
    private List<JsonNode> events(NodeUnderTest node) {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ofAccount(node, "/events?limit=7" + cursor).isOk().json();
            page.path("events").forEach(events::add);
            cursor = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return events;
    }

    private List<String> topic(NodeUnderTest node, String name) {
        return node.records(name, account::equals).stream()
                .map(record ->
                        new String(record.headers().lastHeader("event_id").value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The event ids that the lake has of the account. */
    private List<String> lake(NodeUnderTest node, String dataset) throws Exception {
        return node.lake(dataset, "event_id", "account_id = '" + account + "'");
    }

    @Test
    void isRecordedOncePublishedTabledAndKnownAfterARestart() throws Exception {
        String webhook =
                """
                {"pix":[{"endToEndId":"%s","valor":"50.00","horario":"%s","chave":"%s","infoPagador":"%s",
                  "pagador":{"cpf":"52998224725","nome":"Maria Plantada"},
                  "devolucoes":[{"id":"D1","rtrId":"%s","valor":"10.00","status":"DEVOLVIDO",
                    "horario":{"solicitacao":"%s","liquidacao":"%s"}}]},
                 {"endToEndId":"nonsense","valor":"1","horario":"never"}]}
                """.formatted(id('E', 3), now, "maria.plantada@example.com", "Maria Plantada", id('D', 3), now, now);
        try (NodeUnderTest node = NodeUnderTest.start(SETTINGS)) {
            String first = event("recebimento", 1, 50_000, "") + "," + event("pagamento", 2, 1_200, "");
            JsonNode answer = post(node, "/events", "[" + first + "]").isOk().json();
            assertThat(answer.path("accepted").asInt()).isEqualTo(2);
            assertThat(post(node, "/webhook/pix", webhook).status()).isEqualTo(200);
            assertThat(post(node, "/webhook/pix", webhook).status())
                    .as("a provider repeats")
                    .isEqualTo(200);

            assertThat(history(node, 4))
                    .extracting(each -> each.path("kind").asText())
                    .containsExactlyInAnyOrder("recebimento", "pagamento", "recebimento", "estorno");
            String pid = "pix~" + account;
            assertThat(topic(node, "pix.recebimentos")).containsExactly(pid + "~1~0", pid + "~2~0");
            assertThat(topic(node, "pix.pagamentos")).containsExactly(pid + "~1~1");
            assertThat(topic(node, "pix.estornos")).containsExactly(pid + "~2~1");
            await().atMost(SOON).until(() -> lake(node, "pix_recebimentos/").size() == 2);
            assertThat(lake(node, "pix_recebimentos/")).containsExactlyInAnyOrder(pid + "~1~0", pid + "~2~0");
            await().atMost(SOON).until(() -> lake(node, "pix_pagamentos/").equals(List.of(pid + "~1~1")));
            await().atMost(SOON).until(() -> lake(node, "pix_estornos/").equals(List.of(pid + "~2~1")));

            node.restart();
            assertThat(post(node, "/events", "[" + first + "]")
                            .isOk()
                            .json()
                            .path("duplicates")
                            .asInt())
                    .isEqualTo(2);
            assertThat(ofAccount(node, "").isOk().json().path("seqNr").asLong())
                    .as("a marker, at most, has come since")
                    .isLessThanOrEqualTo(3);
            assertThat(history(node, 4)).hasSize(4);
        }
    }

    /** From the beginning, from the newest item and from where one was cut off. */
    @Test
    void itsWatchersSeeEachItemOnceOverARestart() {
        try (NodeUnderTest node = NodeUnderTest.start(SETTINGS)) {
            post(
                            node,
                            "/events",
                            "[" + event("recebimento", 1, 100, "") + "," + event("pagamento", 2, 3_000_000, "") + "]")
                    .isOk();
            String last;
            try (WebSocketClient live = watch(node, "?fromSeq=0");
                    WebSocketClient newest = watch(node, "")) {
                live.awaitFrames(2);
                newest.awaitFrames(1);
                assertThat(newest.frames().get(0)).isEqualTo(live.frames().get(1));
                post(node, "/events", event("recebimento", 3, 300, "")).isOk();
                assertThat(shown(live, 3)).containsExactlyElementsOf(expected);
                assertThat(shown(newest, 2)).containsExactlyElementsOf(expected.subList(1, 3));
                assertThat(live.frames().get(1).path("signals").findValuesAsText("rule"))
                        .contains("valor-por-hora");
                List<JsonNode> history = history(node, 3);
                for (JsonNode each : history) {
                    assertThat(live.frames())
                            .anySatisfy(frame -> each.properties()
                                    .forEach(field -> assertThat(frame.path(field.getKey()))
                                            .as(field.getKey())
                                            .isEqualTo(field.getValue())));
                }
                last = live.frames().get(2).path("cursor").asText();
                node.restart();
                assertThat(live.awaitClose()).isEqualTo(1012);
                assertThat(newest.awaitClose()).isEqualTo(1012);
            }
            post(node, "/events", event("pagamento", 4, 400, "")).isOk();
            try (WebSocketClient live = watch(node, "?fromSeq=" + last);
                    WebSocketClient all = watch(node, "?fromSeq=0")) {
                assertThat(shown(live, 1)).containsExactlyElementsOf(expected.subList(3, 4));
                assertThat(shown(all, 4)).containsExactlyElementsOf(expected);
                post(node, "/events", event("pagamento", 5, 500, "")).isOk();
                assertThat(shown(live, 2)).containsExactlyElementsOf(expected.subList(3, 5));
                assertThat(shown(all, 5)).containsExactlyElementsOf(expected);
            }
        }
    }

    private WebSocketClient watch(NodeUnderTest node, String query) {
        return WebSocketClient.open(at(node, "/v1/pix/accounts/" + account + "/live" + query));
    }

    /** The ids of so many items, and of those that came with them. */
    private static List<String> shown(WebSocketClient live, int count) {
        live.awaitFrames(count);
        return live.frames().stream()
                .filter(frame -> frame.path("type").asText().equals("event"))
                .map(frame -> frame.path("endToEndId").asText())
                .toList();
    }

    /** More payments than the account remembers: what left is asked of the tables, whatever is told again, and by whom. */
    @Test
    void whatLeftItsMemoryIsKnownForEver() {
        try (NodeUnderTest node = NodeUnderTest.start(SETTINGS)) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                sent.add(event("recebimento", i, 10_000, ""));
                assertThat(post(node, "/events", sent.get(i))
                                .isOk()
                                .json()
                                .path("accepted")
                                .asInt())
                        .isOne();
            }
            history(node, 60);
            int more = 60;
            for (long remembered = 60; remembered > 32; more++) {
                assertThat(more).as("it lets go of what is tabled").isLessThan(200);
                sent.add(event("recebimento", more, 10_000, ""));
                post(node, "/events", sent.get(more)).isOk();
                remembered =
                        ofAccount(node, "").isOk().json().path("remembered").asLong();
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
            for (String each : sent) {
                assertThat(post(node, "/events", each)
                                .isOk()
                                .json()
                                .path("duplicates")
                                .asInt())
                        .isOne();
            }
            String devolucao = "/v1/pix/accounts/" + account + "/pix/" + id('E', 0) + "/devolucao/volta1";
            Answer made = await().atMost(SOON)
                    .until(
                            () -> node.send("PUT", at(node, devolucao), "{\"valor\":\"60.00\"}"),
                            answer -> answer.status() != 503);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            node.restart();
            Answer again = await().atMost(SOON)
                    .until(
                            () -> node.send("PUT", at(node, devolucao), "{\"valor\":\"60.00\"}"),
                            answer -> answer.status() != 503);
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.json()).isEqualTo(made.json());
            Answer tooMuch = node.send("PUT", at(node, devolucao + "x"), "{\"valor\":\"60.00\"}");
            assertThat(tooMuch.status()).isEqualTo(400);
            assertThat(tooMuch.json().path("type").asText())
                    .isEqualTo("https://pix.bcb.gov.br/api/v2/error/PixDevolucaoInvalida");
            history(node, more + 1);
        }
    }

    /** Nothing that this run wrote anywhere has what was planted. */
    @Test
    void nothingPersonalIsWrittenAnywhere() throws Exception {
        try (LogTexts log = LogTexts.open()) {
            try (NodeUnderTest node = NodeUnderTest.start(SETTINGS);
                    CqlSession cassandra = node.cassandra()) {
                List<String> answers = plant(node);
                history(node, 7);
                for (String told : List.of("dead-letters", "pix.sinais")) {
                    await().atMost(SOON)
                            .until(() -> !node.records(told, key -> true).isEmpty());
                }

                Planted.assertNoneIn("answers", answers.stream());
                Planted.assertNoneIn(
                        "metrics", Stream.of(node.getPath("/metrics").body()));
                for (String topic :
                        List.of("pix.pagamentos", "pix.recebimentos", "pix.estornos", "pix.sinais", "dead-letters")) {
                    Planted.assertNoneIn(
                            topic, node.records(topic, key -> true).stream().flatMap(Planted::texts));
                }
                Planted.assertNoneInTables(cassandra);
                await().atMost(SOON)
                        .until(() -> lake(node, "pix_recebimentos/").size()
                                == topic(node, "pix.recebimentos").size());
                for (String dataset : List.of("pix_pagamentos/", "pix_recebimentos/", "pix_estornos/", "pix_sinais/")) {
                    Planted.assertNoneIn(dataset, node.lake(dataset, "item::text", "true").stream());
                }
            }
            Planted.assertNoneIn("log", log.all().stream());
        }
    }

    private List<String> plant(NodeUnderTest node) {
        List<String> answers = new ArrayList<>();
        int number = 0;
        for (String key : Planted.ALL.subList(2, 6)) {
            String more = ",\"chave\":\"" + key + "\",\"counterparty\":\"52998224725\"";
            answers.add(post(node, "/events", event("recebimento", number++, 900, more))
                    .isOk()
                    .body());
        }
        answers.add(post(node, "/webhook/pix", """
                {"pix":[{"endToEndId":"%s","valor":"50.00","horario":"%s","chave":"+5511912345678",
                  "infoPagador":"Maria Plantada 529.982.247-25","pagador":{"cpf":"52998224725","nome":"Maria Plantada"}},
                 {"endToEndId":"Maria Plantada","valor":"52998224725","horario":"maria.plantada@example.com"}]}
                """.formatted(id('E', number), now))
                .isOk()
                .body());
        answers.add(iso(
                        node,
                        account,
                        Planted.pacs008(id('E', 50), now.toString()).replace(">6.00<", ">30000.00<"))
                .isOk()
                .body());
        Answer made = devolucao(node, id('E', 0), "volta1", "1.00", "Maria Plantada 529.982.247-25 " + Planted.EVP);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        answers.add(made.body());
        for (String bad : Planted.ALL) {
            plantWhereItDoesNotBelong(node, bad, answers);
        }
        answers.add(ofAccount(node, "").isOk().body());
        answers.add(ofAccount(node, "/pix/" + id('E', 0)).isOk().body());
        answers.add(ofAccount(node, "/pix/" + id('E', 0) + "/devolucao/volta1")
                .isOk()
                .body());
        try (WebSocketClient live = watch(node, "?fromSeq=0")) {
            live.awaitFrames(7);
            live.frames().forEach(frame -> answers.add(frame.toString()));
        }
        return answers;
    }

    private void plantWhereItDoesNotBelong(NodeUnderTest node, String bad, List<String> answers) {
        List<Answer> refused = new ArrayList<>();
        refused.add(post(node, "/events", event("recebimento", 99, 1, ",\"chave\":\"x " + bad + "\"")));
        refused.add(post(node, "/events", event("recebimento", 99, 1, ",\"txid\":\"x " + bad + "\"")));
        refused.add(post(node, "/events", "{\"kind\":\"" + bad + "\",\"" + bad + "\":"));
        refused.add(post(
                node,
                "/webhook/pix",
                "{\"pix\":[{\"endToEndId\":\"%s\",\"valor\":\"1.00\",\"horario\":\"%s\",\"txid\":\"x %s\"}]}"
                        .formatted(id('E', 98), now, bad)));
        refused.add(
                iso(node, account, Planted.pacs008(id('E', 97), now.toString()).replace(">6.00<", ">" + bad + "<")));
        refused.add(iso(node, account, "<" + bad + ">" + bad));
        refused.add(devolucao(node, id('E', 0), "x " + bad, "1.00", bad));
        refused.add(devolucao(node, id('E', 0), "volta2", bad, bad));
        refused.add(devolucao(node, bad, "volta2", "1.00", bad));
        for (String parameter : List.of("cursor", "kind", "limit")) {
            refused.add(ofAccount(node, "/events?" + parameter + "=" + Planted.encoded(bad)));
        }
        if (!bad.equals(Planted.EVP)) { // which is a UUID, and that is an id
            refused.add(iso(node, bad, Planted.pacs008(id('E', 96), now.toString())));
            refused.add(node.getPath("/v1/pix/accounts/" + Planted.encoded(bad)));
            refused.add(node.send(
                    "POST", at(node, "/v1/pix/accounts/" + Planted.encoded(bad) + "/webhook/pix"), "{\"pix\":[]}"));
        }
        assertThat(refused).extracting(Answer::status).allMatch(status -> status >= 400 && status < 500);
        refused.forEach(answer -> answers.add(answer.headers() + answer.body()));
    }

    private Answer iso(NodeUnderTest node, String accountId, String xml) {
        URI uri = at(node, "/v1/pix/iso20022?account=" + Planted.encoded(accountId));
        return await().atMost(SOON)
                .until(() -> node.send("POST", uri, "application/xml", xml), answer -> answer.status() != 503);
    }

    private Answer devolucao(NodeUnderTest node, String endToEndId, String id, String valor, String descricao) {
        URI uri = at(
                node,
                "/v1/pix/accounts/" + account + "/pix/" + Planted.encoded(endToEndId) + "/devolucao/"
                        + Planted.encoded(id));
        String body = "{\"valor\":\"" + valor + "\",\"descricao\":\"" + descricao + "\"}";
        return await().atMost(SOON).until(() -> node.send("PUT", uri, body), answer -> answer.status() != 503);
    }
}

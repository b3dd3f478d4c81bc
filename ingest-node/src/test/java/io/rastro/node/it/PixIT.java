package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.protocol.pix.Centavos;
import java.net.URI;
import java.nio.ByteBuffer;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Pix accounts on the real stack: from the call over journal, topics and tables to the history, over restarts. */
class PixIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String SETTINGS = """
            rastro.courier { ask-timeout = 10 s, lookup-timeout = 5 s }
            rastro.pix {
              ask-timeout = 10 s, lookup-timeout = 5 s, window-size = 16, window-max = 256
              ispb = "12345678", secrets = ["a-secret-of-a-test-that-is-long-enough-for-everybody"]
            }
            """;

    /** What may be nowhere: a CPF, a CNPJ, a phone, an e-mail, an EVP key and a name. */
    private static final List<String> PLANTED = List.of(
            "52998224725",
            "529.982.247-25",
            "11222333000181",
            "+5511912345678",
            "maria.plantada@example.com",
            "7b1c2d3e-4f50-4a61-8b72-93a4b5c6d7e8",
            "Maria Plantada");

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
                .formatted(kind, id('E', number), Centavos.toText(centavos), now, more);
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

    @Test
    void isRecordedOncePublishedTabledAndKnownAfterARestart() {
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
    void nothingPersonalIsWrittenAnywhere() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        try (NodeUnderTest node = NodeUnderTest.start(SETTINGS)) {
            List<String> answers = plant(node);
            history(node, 5);
            await().atMost(SOON)
                    .until(() -> !node.records("dead-letters", key -> true).isEmpty());

            assertClean("answers", answers.stream());
            assertClean("log", List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage));
            assertClean("metrics", Stream.of(node.getPath("/metrics").body()));
            for (String topic :
                    List.of("pix.pagamentos", "pix.recebimentos", "pix.estornos", "pix.sinais", "dead-letters")) {
                assertClean(topic, node.records(topic, key -> true).stream().flatMap(PixIT::texts));
            }
            for (String table : List.of(
                    "rastro_journal.messages",
                    "rastro_journal.snapshots",
                    "rastro.pix_events",
                    "rastro.pix_payments",
                    "rastro.pix_returns",
                    "rastro.pix_progress")) {
                assertClean(table, rows(node, table));
            }
        } finally {
            root.detachAppender(log);
        }
    }

    private List<String> plant(NodeUnderTest node) {
        List<String> answers = new ArrayList<>();
        int number = 0;
        for (String key : PLANTED.subList(2, 6)) {
            String more = ",\"chave\":\"" + key + "\",\"counterparty\":\"52998224725\"";
            answers.add(post(node, "/events", event("recebimento", number++, 900, more))
                    .isOk()
                    .body());
        }
        answers.add(
                post(node, "/webhook/pix", """
                {"pix":[{"endToEndId":"%s","valor":"50.00","horario":"%s","chave":"+5511912345678",
                  "infoPagador":"Maria Plantada 529.982.247-25","pagador":{"cpf":"52998224725","nome":"Maria Plantada"}},
                 {"endToEndId":"Maria Plantada","valor":"52998224725","horario":"maria.plantada@example.com"}]}
                """.formatted(id('E', number), now)).body());
        for (String bad : PLANTED) {
            answers.add(post(node, "/events", event("recebimento", 99, 1, ",\"chave\":\"x " + bad + "\""))
                    .body());
            answers.add(post(node, "/events", "{\"kind\":\"" + bad + "\",\"" + bad + "\":")
                    .body());
        }
        answers.add(ofAccount(node, "").body());
        answers.add(ofAccount(node, "/pix/" + id('E', 0)).body());
        return answers;
    }

    private static void assertClean(String where, Stream<String> texts) {
        List<String> all = texts.toList();
        assertThat(all).as(where + " were looked at").isNotEmpty();
        assertThat(all).as(where).noneMatch(text -> PLANTED.stream().anyMatch(text::contains));
    }

    /** As Latin-1, in which no byte is lost. */
    private static Stream<String> texts(ConsumerRecord<String, byte[]> record) {
        Stream<byte[]> headers = Stream.of(record.headers().toArray())
                .map(header -> header.value() == null ? new byte[0] : header.value());
        return Stream.concat(
                Stream.of(record.key() == null ? "" : record.key()),
                Stream.concat(Stream.of(record.value() == null ? new byte[0] : record.value()), headers)
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    private static Stream<String> rows(NodeUnderTest node, String table) {
        List<String> texts = new ArrayList<>();
        for (Row row : node.cassandra().execute("SELECT * FROM " + table)) {
            for (int i = 0; i < row.getColumnDefinitions().size(); i++) {
                ByteBuffer bytes = row.getBytesUnsafe(i);
                if (bytes != null) {
                    texts.add(StandardCharsets.ISO_8859_1
                            .decode(bytes.duplicate())
                            .toString());
                }
            }
        }
        return texts.stream();
    }
}

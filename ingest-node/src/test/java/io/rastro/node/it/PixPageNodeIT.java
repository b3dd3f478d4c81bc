package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import io.rastro.node.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of an account at a node with everything behind it. */
class PixPageNodeIT {

    private static final String KNOWN = "12345678909";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    private final String account = "loja-" + UUID.randomUUID();
    private final Instant now = Instant.now().minusSeconds(60);

    @Test
    void followsAnAccountOverARestartAndMissesNorDoublesAnEvent() {
        try (Browser browser = Browser.start();
                NodeUnderTest node = NodeUnderTest.start("""
                        rastro.pix {
                          ispb = "12345678", secrets = ["t1:a-secret-of-a-test-that-is-long-enough-for-everybody"]
                        }
                        """);
                AccountTab tab = browser.account(
                                node.base(),
                                new NewContextOptions()
                                        .setViewportSize(1_440, 1_000)
                                        .setLocale("pt-BR")
                                        .setTimezoneId("America/Sao_Paulo"))
                        .openAt("/pix?account=" + account)) {
            tab.await(() -> tab.headline().equals("Nada aconteceu ainda"));
            IntStream.rangeClosed(1, 6)
                    .forEach(i -> post(node, i, i % 3 == 0 ? "recebimento" : "pagamento", "90.50", KNOWN));
            post(node, 7, "pagamento", "6000.00", "11144477735");
            assertThat(node.put(
                                    URI.create(node.base() + path() + "/pix/" + id(3) + "/devolucao/volta1"),
                                    "{\"valor\":\"40.00\"}")
                            .status())
                    .isEqualTo(201);

            tab.await(() -> tab.rows().size() == 8);
            tab.await(() -> tab.line("#told").contains("Contraparte nova"));
            tab.await(() -> tab.line("#totalPaid").equals("Pago|R$ 6.362,00|5"));

            node.restart();
            IntStream.rangeClosed(8, 9).forEach(i -> post(node, i, "pagamento", "1.00", KNOWN));

            tab.await(() -> tab.rows().size() == 10);
            List<String> payments = IntStream.rangeClosed(1, 9)
                    .map(number -> 10 - number)
                    .mapToObj(this::id)
                    .toList();
            assertThat(tab.rows()).doesNotHaveDuplicates();
            assertThat(tab.rows().stream().filter(id -> id.startsWith("E")))
                    .as("the newest first")
                    .isEqualTo(payments);
            tab.open(tab.rows().indexOf(id(3)) + 1);
            tab.await(() -> tab.text("#paymentBody").contains("volta1"));
            tab.press("Escape");
            tab.page().fill("#from", "2026-01-01T00:00:30");
            tab.page().dispatchEvent("#from", "change");
            tab.await(() -> tab.text("#pastWords").contains("desde"));
            assertThat(tab.complaints())
                    .allMatch(told ->
                            told.contains("status of 404") || told.contains("WebSocket") || told.contains("ERR_"));
        }
    }

    private String path() {
        return "/v1/pix/accounts/" + account;
    }

    private String id(int number) {
        return "E12345678" + MINUTE.format(now) + String.format(Locale.ROOT, "%011d", number);
    }

    private void post(NodeUnderTest node, int number, String kind, String valor, String counterparty) {
        URI uri = URI.create(node.base() + path() + "/events");
        String json =
                "{\"kind\":\"%s\",\"endToEndId\":\"%s\",\"valor\":\"%s\",\"occurredAt\":\"%s\",\"counterparty\":\"%s\"}"
                        .formatted(kind, id(number), valor, now, counterparty);
        Answer answer = await().atMost(Duration.ofSeconds(60))
                .until(() -> node.send("POST", uri, json), told -> told.status() != 503);
        answer.isOk();
    }
}

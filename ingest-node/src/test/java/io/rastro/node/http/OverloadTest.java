package io.rastro.node.http;

import static io.rastro.node.TestApi.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.sharding.courier.Courier;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a node takes that asks 128 couriers at a time, as it does at first. */
class OverloadTest {

    private static final int AT_FIRST = 128;

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi();
    }

    @AfterEach
    void forget() {
        api.reply = null;
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void bodiesThatDoNotComeTakeNoPlaceOfThoseThatDo() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * AT_FIRST; i++) {
                Socket socket = new Socket("127.0.0.1", api.port());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /v1/couriers/slow-" + i + "/positions HTTP/1.1\r\nHost: x\r\n"
                                        + "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            await().until(() -> api.get("/metrics").body().contains("rastro_http_in_flight 256.0"));

            api.post("/v1/couriers/c/positions", fix(1, 2)).isOk();
            api.get("/v1/couriers/c").isOk();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().until(() -> api.get("/metrics").body().contains("rastro_http_in_flight 0.0"));
    }

    @Test
    void couriersThatDoNotAnswerAreNotAskedByMoreAndReadsGoOn() {
        api.post("/v1/couriers/known/positions", fix(1, 2)).isOk();
        CompletableFuture<Courier.Reply> later = new CompletableFuture<>();
        api.reply = () -> later;
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < AT_FIRST; i++) {
            String path = "/v1/couriers/c-" + i + "/positions";
            waiting.add(
                    CompletableFuture.supplyAsync(() -> api.post(path, fix(1, 2)), task -> new Thread(task).start()));
        }
        await().until(() -> api.get("/metrics").body().contains("rastro_http_asking 128.0"));

        api.post("/v1/couriers/c/positions", fix(1, 2)).isProblem(503, "overloaded");
        api.get("/v1/couriers/known").isOk();

        later.complete(new Courier.Reply.Recorded(1, 0, 1, false, 0));
        waiting.forEach(answer -> answer.join().isOk());
        assertThat(api.get("/metrics").body()).contains("rastro_http_asking 0.0");
    }
}

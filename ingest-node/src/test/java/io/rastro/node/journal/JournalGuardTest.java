package io.rastro.node.journal;

import static io.rastro.node.TestApi.fix;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.node.membership.Fences;
import io.rastro.sharding.courier.Courier;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalGuardTest {

    private final TestApi api = new TestApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/couriers/c/positions", "/v1/positions"})
    void refusesPostsBeforeTheirBodyIsReadWhileTheJournalIsAway(String path) {
        Away.goes(api.health);
        byte[] unreadable = "not json".getBytes(StandardCharsets.UTF_8);
        assertRefused(api.post(path, "application/json", unreadable));
        assertRefused(api.post(path, "application/json", new byte[2 << 20]));

        Away.returns(api.health);
        assertThat(api.post(path, "application/json", unreadable).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/couriers/c", "/v1/couriers/c/positions"})
    void refusesReadsToo(String path) {
        api.post("/v1/couriers/c/positions", fix(1, 2)).isOk();
        Away.goes(api.health);
        assertRefused(api.get(path));
        Away.returns(api.health);
        api.get(path).isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/couriers/c/positions", "/v1/positions"})
    void refusesPostsWhileTheNodeMayNotWrite(String path) {
        byte[] unreadable = "not json".getBytes(StandardCharsets.UTF_8);
        Fences.closes(api.fence());
        assertRefused(api.post(path, "application/json", unreadable));
        assertRefused(api.get("/v1/couriers/c"));

        Fences.opens(api.fence());
        assertThat(api.post(path, "application/json", unreadable).status()).isEqualTo(400);
    }

    @Test
    void refusesReceiptsToo() {
        Away.goes(api.health);
        assertRefused(api.get("/v1/receipts/courier~c~1~0"));
    }

    @Test
    void saysSoInTheMetrics() {
        assertThat(api.get("/metrics").body()).contains("rastro_journal_refused_total 0.0");
        Away.goes(api.health);
        api.get("/v1/couriers/c");
        assertThat(api.get("/metrics").isOk().body()).contains("rastro_journal_refused_total 1.0");
    }

    @Test
    void aCourierThatCannotBeReadIsAnswered503() {
        api.latestReply =
                () -> CompletableFuture.completedFuture(new Courier.Reply.Busy("the journal does not answer"));
        assertRefused(api.get("/v1/couriers/c"));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    }
}

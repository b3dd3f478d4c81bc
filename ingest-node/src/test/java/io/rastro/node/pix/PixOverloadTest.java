package io.rastro.node.pix;

import static io.rastro.node.TestApi.fix;
import static io.rastro.node.pix.PixBodies.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rastro.node.Answer;
import io.rastro.node.TestApi;
import io.rastro.sharding.pix.PixReply;
import io.rastro.sharding.pix.PixReply.Busy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts that answer late are asked less, whatever they are asked; couriers are asked as before. */
class PixOverloadTest {

    private static final int AT_FIRST = 128;
    private static final String PAYMENT = ACCOUNT + "/pix/" + PixBodies.id('E', 1);

    private enum Question {
        RECORD,
        STATE,
        PAYMENT,
        RETURN,
        NEW_RETURN;

        Answer ask(TestApi api) {
            return switch (this) {
                case RECORD -> PixBodies.post(api, ACCOUNT + "/events", "[" + PixBodies.payment(1) + "]");
                case STATE -> api.get(ACCOUNT);
                case PAYMENT -> api.get(PixOverloadTest.PAYMENT);
                case RETURN -> api.get(PixOverloadTest.PAYMENT + "/devolucao/d1");
                case NEW_RETURN -> PixBodies.put(api, PixOverloadTest.PAYMENT + "/devolucao/d1", "{'valor':'1.00'}");
            };
        }
    }

    private static double metric(TestApi api, String name) {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static <T> CompletableFuture<T> inAThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void accountsThatAnswerLateAreAskedByFewerAndCouriersByAsMany(Question question) {
        CompletableFuture<PixReply> later = new CompletableFuture<>();
        try (TestApi api = new TestApi(PixBodies.SETTINGS + "rastro.http.answer-within = 10 ms")) {
            api.pix.onRecord = (call, number) -> later;
            api.pix.account = later;
            api.pix.onPayment = endToEndId -> later;
            api.pix.onReturn = asked -> later;
            List<CompletableFuture<Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < AT_FIRST; i++) {
                waiting.add(inAThread(() -> question.ask(api)));
            }
            await().until(() -> metric(api, "rastro_pix_asking") == AT_FIRST);

            assertThat(question.ask(api).status()).isEqualTo(503);
            api.post("/v1/couriers/c/positions", fix(1, 2)).isOk();
            later.complete(new Busy("the test is busy"));
            waiting.forEach(CompletableFuture::join);

            assertThat(metric(api, "rastro_pix_asking")).isZero();
            assertThat(metric(api, "rastro_pix_asking_limit")).isLessThan(AT_FIRST);
            assertThat(metric(api, "rastro_http_asking_limit")).isEqualTo(AT_FIRST);
        } finally {
            later.complete(new Busy("the test is over"));
        }
    }
}

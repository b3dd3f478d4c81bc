package io.rastro.node.it;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Posts at a constant rate, whether there are answers or not, to one courier after the other; no post is repeated. */
final class SteadyLoad implements AutoCloseable {

    private static final Instant BEGINNING = Instant.parse("2026-03-04T05:06:07Z");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Long> sent = new ConcurrentHashMap<>();
    private final String base;
    private final String name;
    private final int couriers;
    private final int perSecond;
    private int next;

    /**
     * @param fixedAt of the one position that was posted; no two posts have the same
     * @param sentAt {@link System#nanoTime()}
     * @param status 0 when there was no answer
     */
    record Answer(int courier, Instant fixedAt, long sentAt, long nanos, int status, boolean retryAfter) {

        boolean isTaken() {
            return status == 200;
        }

        boolean isRefused() {
            return status == 503 && retryAfter;
        }

        double millis() {
            return nanos / 1e6;
        }
    }

    SteadyLoad(String base, String name, int couriers, int perSecond) {
        this.base = base;
        this.name = name;
        this.couriers = couriers;
        this.perSecond = perSecond;
        pace.scheduleAtFixedRate(this::post, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
    }

    String courierId(int courier) {
        return name + "-" + courier;
    }

    private void post() {
        int number = next++;
        int courier = number % couriers;
        Instant fixedAt = BEGINNING.plusSeconds(number);
        String body = "{\"fixedAt\":\"" + fixedAt + "\",\"lat\":1,\"lon\":2}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(base + "/v1/couriers/" + courierId(courier) + "/positions"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long sentAt = System.nanoTime();
        sent.put(number, sentAt);
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((response, failure) -> {
            sent.remove(number);
            answers.add(new Answer(
                    courier,
                    fixedAt,
                    sentAt,
                    System.nanoTime() - sentAt,
                    response == null ? 0 : response.statusCode(),
                    response != null
                            && response.headers().firstValue("Retry-After").isPresent()));
        });
    }

    /** Until every post of a second and a half was taken: the node is warm. */
    void awaitTakenFromAll() {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            long now = System.nanoTime();
            List<Answer> newest = answers(now - 2_000_000_000L, now - 500_000_000L);
            return newest.size() >= perSecond && newest.stream().allMatch(Answer::isTaken);
        });
    }

    /** Of the posts that were sent between the two. */
    List<Answer> answers(long from, long to) {
        return answers.stream()
                .filter(answer -> answer.sentAt() >= from && answer.sentAt() < to)
                .toList();
    }

    List<Answer> answers(int courier) {
        return answers.stream().filter(answer -> answer.courier() == courier).toList();
    }

    int unanswered() {
        return sent.size();
    }

    /** How long after that instant the last of the couriers had an answer as wanted; -1: not all have. */
    double lastOfAllMillis(long since, Predicate<Answer> wanted) {
        long[] first = new long[couriers];
        for (Answer answer : answers) {
            long at = answer.sentAt() + answer.nanos();
            if (at >= since && wanted.test(answer) && (first[answer.courier()] == 0 || at < first[answer.courier()])) {
                first[answer.courier()] = at;
            }
        }
        if (Arrays.stream(first).anyMatch(at -> at == 0)) {
            return -1;
        }
        return (Arrays.stream(first).max().orElse(since) - since) / 1e6;
    }

    static double percentile(List<Answer> answers, double percent) {
        double[] millis = answers.stream().mapToDouble(Answer::millis).sorted().toArray();
        return millis[(int) Math.min(millis.length - 1L, Math.round(Math.ceil(millis.length * percent / 100)) - 1)];
    }

    @Override
    public void close() {
        pace.shutdownNow();
    }
}

package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rastro.devstack.s3.FaultyS3;
import io.rastro.devstack.s3.InjectedFault;
import io.rastro.devstack.s3.S3Fault;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.lake.Uploads.NoLongerWantedException;
import io.rastro.sinks.lake.Uploads.Pauses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Against an S3 that fails on demand. */
class UploadsTest {

    private static final byte[] FILE = {1, 2, 3};
    private static final Pauses QUICK =
            new Pauses(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMillis(400));

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final List<Long> attemptsAt = new CopyOnWriteArrayList<>();
    private final AtomicInteger bucketsMade = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** Puts to fail with this. */
    private final AtomicInteger toFail = new AtomicInteger();

    private volatile int status = 503;
    private volatile String code = "SlowDown";

    private HttpServer s3;
    private FaultyS3 faulty;
    private ActorTestKit kit;
    private LakeSettings settings;

    /** For an S3 that does not answer in time. */
    private LakeSettings impatient;

    @BeforeEach
    void start() throws IOException {
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", this::answer);
        s3.start();
        faulty =
                FaultyS3.before(URI.create("http://127.0.0.1:" + s3.getAddress().getPort()));
        Config config = ConfigFactory.parseString("alpakka.s3 { endpoint-url = \"" + faulty.endpoint()
                        + "\", access-style = path, aws.region { provider = static, default-region = us-east-1 },"
                        + " aws.credentials { provider = static, access-key-id = x, secret-access-key = x } }\n"
                        + "akka.http.host-connection-pool { max-retries = 0, client.idle-timeout = 10 s }\n"
                        + "rastro.sinks.lake { upload-timeout = 20 s, upload-min-rate = 1 GiB }")
                .withFallback(ConfigFactory.load());
        kit = ActorTestKit.create("uploads", config);
        settings = SinksSettings.from(config).lake();
        impatient = SinksSettings.from(ConfigFactory.parseString("rastro.sinks.lake.upload-timeout = 1 s")
                        .withFallback(config))
                .lake();
        log.start();
        ((Logger) LoggerFactory.getLogger(Uploads.class)).addAppender(log);
    }

    @AfterEach
    void stop() throws IOException {
        ((Logger) LoggerFactory.getLogger(Uploads.class)).detachAppender(log);
        kit.shutdownTestKit();
        faulty.close();
        s3.stop(0);
    }

    private void answer(HttpExchange asked) throws IOException {
        byte[] body = asked.getRequestBody().readAllBytes();
        boolean isBucket = asked.getRequestURI().getPath().matches("/[^/]+/?");
        if (isBucket) {
            bucketsMade.addAndGet(asked.getRequestMethod().equals("PUT") ? 1 : 0);
            respond(asked, asked.getRequestMethod().equals("PUT") ? 200 : 404, "");
        } else {
            attemptsAt.add(System.nanoTime());
            if (toFail.getAndDecrement() > 0) {
                respond(asked, status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
            } else {
                stored.put(asked.getRequestURI().getPath(), body);
                respond(asked, 200, "");
            }
        }
    }

    private static void respond(HttpExchange asked, int status, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        boolean hasBody = body.length > 0 && !asked.getRequestMethod().equals("HEAD");
        asked.getResponseHeaders().add("Content-Type", "application/xml");
        asked.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) {
            asked.getResponseBody().write(body);
        }
        asked.close();
    }

    private CompletableFuture<Done> put(BooleanSupplier isWanted) {
        return put(settings, FILE, isWanted);
    }

    private CompletableFuture<Done> put(LakeSettings with, byte[] file, BooleanSupplier isWanted) {
        return new Uploads(kit.system(), with, LakeMeters.in(meters, "lake"), QUICK)
                .put("a/b.parquet", file, isWanted)
                .toCompletableFuture();
    }

    private Duration between(int attempt, int next) {
        return Duration.ofNanos(attemptsAt.get(next) - attemptsAt.get(attempt));
    }

    @Test
    void triesAgainForAsLongAsItTakes() throws Exception {
        toFail.set(3);

        put(() -> true).get(20, TimeUnit.SECONDS);

        assertThat(stored).containsOnlyKeys("/rastro-lake/a/b.parquet");
        assertThat(stored.get("/rastro-lake/a/b.parquet")).isEqualTo(FILE);
        assertThat(meters.get("rastro.lake.files").counter().count()).isEqualTo(1);
        assertThat(meters.get("rastro.lake.uploads.failed").counter().count()).isEqualTo(3);
        assertThat(log.list).allMatch(line -> line.getLevel() == Level.WARN);
    }

    @Test
    void anAttemptThatCannotEvenBeginIsAFailedOne() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        throwing(() -> attempts.incrementAndGet() < 3 ? new IllegalArgumentException("no such thing") : null)
                .get(20, TimeUnit.SECONDS);

        assertThat(attempts).hasValue(3);
        assertThat(meters.get("rastro.lake.uploads.failed").counter().count()).isEqualTo(2);
    }

    @Test
    void endsWithTheSystem() {
        assertThatThrownBy(() -> throwing(() -> new IllegalStateException("it has ended"))
                        .get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private CompletableFuture<Done> throwing(Supplier<RuntimeException> failure) {
        Uploads.Once once = (name, file, outOfTime) -> {
            RuntimeException now = failure.get();
            if (now != null) {
                throw now;
            }
            return CompletableFuture.completedStage(Done.getInstance());
        };
        return new Uploads(kit.system(), settings, LakeMeters.in(meters, "lake"), QUICK, once)
                .put("a/b.parquet", FILE, () -> true)
                .toCompletableFuture();
    }

    @Test
    void saysPlainlyWhatS3RefusesAndAsksSeldom() throws Exception {
        status = 403;
        code = "AccessDenied";
        toFail.set(2);

        put(() -> true).get(20, TimeUnit.SECONDS);

        assertThat(stored).hasSize(1);
        assertThat(between(0, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(between(1, 2)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(log.list).hasSize(2).allMatch(line -> line.getLevel() == Level.ERROR);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("refuses", "bucket=rastro-lake", "403", "AccessDenied");
    }

    @Test
    void makesABucketAgainThatSomebodyRemoved() throws Exception {
        status = 404;
        code = "NoSuchBucket";
        toFail.set(1);

        put(() -> true).get(20, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(bucketsMade).hasPositiveValue());
        assertThat(stored).hasSize(1);
    }

    /** What was given up is carried out when S3 moves again, beside the attempt that is waited for. */
    @Test
    void triesAgainWhenS3Hangs() throws Exception {
        InjectedFault hang = faulty.inject(S3Fault.hanging());
        CompletableFuture<Done> put = put(impatient, FILE, () -> true);
        await().atMost(Duration.ofSeconds(30)).until(() -> hang.hits() >= 2);

        assertThat(stored).isEmpty();
        assertThat(put).isNotDone();
        hang.heal();
        put.get(30, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(10)).until(() -> attemptsAt.size() >= hang.hits());
        assertThat(stored.get("/rastro-lake/a/b.parquet")).isEqualTo(FILE);
        assertThat(log.list.get(0).getFormattedMessage()).contains("upload failed");
    }

    @Test
    void givesASlowS3MoreTimeUntilItIsEnough() throws Exception {
        byte[] large = new byte[300_000];
        new Random(3).nextBytes(large);
        faulty.inject(S3Fault.slow(Duration.ZERO, 500_000));

        put(withPatience(Duration.ofMillis(200)), large, () -> true).get(60, TimeUnit.SECONDS);

        assertThat(stored.get("/rastro-lake/a/b.parquet")).isEqualTo(large);
        assertThat(meters.get("rastro.lake.uploads.failed").counter().count())
                .isGreaterThanOrEqualTo(2); // after 200 ms and 400 ms, and it takes 600 ms
    }

    /** Shorter than a configuration may have it. */
    private LakeSettings withPatience(Duration patience) {
        return new LakeSettings(
                settings.enabled(),
                settings.groupId(),
                settings.bucket(),
                settings.createBucket(),
                settings.keyspace(),
                settings.roll(),
                new LakeSettings.Upload(patience, settings.upload().minRate()),
                settings.dedupeHorizon(),
                settings.dedupeRecords(),
                settings.zstdLevel());
    }

    @Test
    void givesALargeFileMoreTime() {
        LakeSettings.Upload upload = new LakeSettings.Upload(Duration.ofSeconds(30), 256 << 10);

        assertThat(upload.patience(0, 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(upload.patience(8 << 20, 0)).isEqualTo(Duration.ofSeconds(62));
        assertThat(upload.patience(8 << 20, 2)).isEqualTo(Duration.ofSeconds(248));
        assertThat(upload.patience(256 << 20, 1_000)).isEqualTo(Duration.ofSeconds(16 * (30 + 1_024)));
    }

    @Test
    void leavesABatchThatIsNoLongerWanted() {
        toFail.set(Integer.MAX_VALUE);
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> put(() -> asked.incrementAndGet() < 5).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NoLongerWantedException.class);
        assertThat(stored).isEmpty();
    }

    @Test
    void triesAtLeastOnceWhatIsNoLongerWanted() throws Exception {
        put(() -> false).get(20, TimeUnit.SECONDS);

        assertThat(stored).hasSize(1);
    }

    @Test
    void pausesLongerUpToABound() {
        Pauses pauses = new Pauses(Duration.ofMillis(200), Duration.ofSeconds(15), Duration.ofSeconds(45));

        assertThat(pauses.after(1, false)).isBetween(Duration.ofMillis(200), Duration.ofMillis(240));
        assertThat(pauses.after(4, false)).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(1_920));
        assertThat(pauses.after(1_000_000, false)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(18));
        assertThat(pauses.after(1, true)).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(54));
    }
}

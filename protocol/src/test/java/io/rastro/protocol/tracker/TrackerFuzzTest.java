package io.rastro.protocol.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mutated samples and made-up ones, from a seed that a failure prints. For long:
 * {@code -Drastro.fuzz.seconds=600}, and {@code -Drastro.fuzz.seed=} to see one again.
 */
class TrackerFuzzTest {

    private static final int SECONDS = Integer.getInteger("rastro.fuzz.seconds", 1);

    /** Of what a request of this size allocates in all: the garbage of its names and numbers, not what it holds. */
    private static final int MOST_BYTES_A_BYTE = 400;

    /** Classes and buffers that are made for the first message of their kind. */
    private static final int FIXED_BYTES = 2_000_000;

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "null",
        "true",
        "-",
        "1e999",
        "NaN",
        "Infinity",
        "0.0",
        "-0",
        "9223372036854775808",
        "&",
        "=",
        "%",
        "%zz",
        "%ff",
        "+",
        "T",
        "Z",
        "lat",
        "lon",
        "timestamp",
        "id",
        "_type",
        "location",
        "properties",
        "geometry",
        "coordinates",
        "\uFEFF",
        "\u00e3",
        "\uD83D\uDE00",
        " ",
        "\n",
        "\0"
    };

    @ParameterizedTest
    @ValueSource(strings = {"osmand", "owntracks", "overland", "gpslogger"})
    void neverThrowsAndAllocatesNoMoreThanABodyIsWorth(String app) throws IOException {
        long seed = Long.getLong("rastro.fuzz.seed", System.nanoTime());
        List<byte[]> corpus = corpus(app);
        long until = System.nanoTime() + SECONDS * 1_000_000_000L;
        Random random = new Random(seed);
        int rounds = 0;
        while (System.nanoTime() < until) {
            TrackerRequest request = made(random, corpus);
            try {
                assertHolds(app, request);
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + " round " + rounds + " query " + request.query() + " body "
                                + new String(request.body(), StandardCharsets.UTF_8),
                        e);
            }
            rounds++;
        }
        System.out.println(app + ": " + rounds + " messages, seed " + seed);
        assertThat(rounds).isGreaterThan(100);
    }

    private static void assertHolds(String app, TrackerRequest request) {
        long before = allocated();
        TrackerReport report = Requests.decode(app, request);
        long bytes = allocated() - before;

        int size = request.body().length + request.query().getBytes(StandardCharsets.UTF_8).length;
        assertThat(bytes).isLessThan(FIXED_BYTES + (long) MOST_BYTES_A_BYTE * size);
        report.quarantined().forEach(each -> assertThat(each.original().length).isLessThanOrEqualTo(size + 1));
        report.couriers().forEach(courier -> assertThat(courier.positions()).isNotEmpty());
        if (report.refusal() != null) {
            assertThat(report.couriers()).isEmpty();
        } else {
            assertThat(report.couriers().size()
                                            + report.contacts().size()
                                            + report.quarantined().size()
                                    > 0
                            || isEmptyBatch(request))
                    .isTrue();
        }
    }

    /** Nothing is lost silently but an array without elements. */
    private static boolean isEmptyBatch(TrackerRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8).contains("[");
    }

    private static TrackerRequest made(Random random, List<byte[]> corpus) {
        byte[] base = corpus.get(random.nextInt(corpus.size()));
        byte[] mutated = random.nextInt(10) == 0 ? madeUp(random) : base;
        for (int times = random.nextInt(6); times > 0; times--) {
            mutated = mutated(random, mutated);
        }
        boolean isQuery = base.length > 0 && base[0] != '{' && base[0] != '[';
        return isQuery && random.nextBoolean()
                ? new TrackerRequest(
                        new String(mutated, StandardCharsets.ISO_8859_1), name -> null, new byte[0], null, null)
                : new TrackerRequest("", name -> random.nextInt(4) == 0 ? "h" : null, mutated, null, null);
    }

    private static byte[] madeUp(Random random) {
        StringBuilder made = new StringBuilder();
        for (int pieces = random.nextInt(200); pieces > 0; pieces--) {
            made.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return made.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(20));
        byte[] in =
                switch (random.nextInt(4)) {
                    case 0 -> new byte[0];
                    case 1 -> new byte[] {(byte) random.nextInt(256)};
                    case 2 ->
                        PIECES[random.nextInt(PIECES.length)]
                                .repeat(random.nextInt(50) == 0 ? 2000 : 1)
                                .getBytes(StandardCharsets.UTF_8);
                    default ->
                        java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(100)));
                };
        byte[] out = new byte[bytes.length - length + in.length];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(in, 0, out, at, in.length);
        System.arraycopy(bytes, at + length, out, at + in.length, bytes.length - at - length);
        return out;
    }

    private static List<byte[]> corpus(String app) throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        for (var sample : TrackerSamplesTest.samples()) {
            if (sample.get("app").textValue().equals(app)) {
                String path = sample.get("path").textValue();
                corpus.add(sample.get("body").textValue().getBytes(StandardCharsets.UTF_8));
                corpus.add(path.substring(path.indexOf('?') + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return corpus;
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}

package io.rastro.node.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The map and real fixes: a ride of bus 304 to the University of Limerick on 18 February 2019, a fix about every two seconds, recorded by B. A.
 * MacGabhann ("usage restrictions: none"; from the tutorials of MovingPandas).
 */
class BusRideMapIT {

    private static final int BEFORE = 1_000;
    private static final int LIVE = 400;
    private static final int AT_ONCE = 8;

    private record Fix(String at, double lat, double lon) {

        static Fix of(String row) {
            String[] cells = row.split(",");
            return new Fix(cells[1], Double.parseDouble(cells[2]), Double.parseDouble(cells[3]));
        }

        String json() {
            return "{\"fixedAt\":\"%s\",\"lat\":%s,\"lon\":%s}".formatted(at, lat, lon);
        }

        /** As the map says it: rounded as JavaScript does, by what the number is and not by how it is written. */
        String place() {
            return rounded(lat) + ", " + rounded(lon);
        }

        private static String rounded(double degrees) {
            return new BigDecimal(degrees).setScale(5, RoundingMode.HALF_UP).toPlainString();
        }
    }

    private static List<Fix> ride() throws IOException {
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(BusRideMapIT.class.getResourceAsStream("/limerick_bus304_2019.csv.gz")), UTF_8))) {
            return rows.lines().skip(1).map(Fix::of).toList();
        }
    }

    /** Two hundred posts while the map follows; the node restarts in their middle. */
    @Test
    void followsABusOverARestartAndMissesNorDoublesAFix() throws IOException {
        List<Fix> ride = ride();
        String id = "bus-" + UUID.randomUUID();
        try (Browser browser = Browser.start();
                NodeUnderTest node = NodeUnderTest.start();
                MapTab tab = browser.open(
                        node.base(),
                        new NewContextOptions()
                                .setViewportSize(1_000, 700)
                                .setLocale("en-GB")
                                .setTimezoneId("UTC"))) {
            post(node, id, ride.subList(0, BEFORE));
            // What it says of its connection passes.
            tab.page()
                    .addInitScript(
                            "window.said = []; document.addEventListener('DOMContentLoaded', () => {"
                                    + " const words = document.getElementById('connection'); new MutationObserver(() =>"
                                    + " said.push(words.textContent)).observe(words, {childList: true, subtree: true, characterData: true}); })");
            tab.open(id);
            tab.await(() -> tab.text("#place").equals(ride.get(BEFORE - 1).place()));
            tab.await(() -> tab.marker().isCentred());

            List<Fix> live = ride.subList(BEFORE, BEFORE + LIVE);
            int middle = LIVE / 2;
            for (int i = 0; i < middle; i += AT_ONCE) {
                post(node, id, live.subList(i, i + AT_ONCE));
            }
            CompletableFuture<?> restart = CompletableFuture.runAsync(node::restart);
            for (int i = middle; i < LIVE; i += AT_ONCE) {
                post(node, id, live.subList(i, i + AT_ONCE));
            }
            restart.join();

            tab.await(() -> tab.text("#place").equals(live.get(LIVE - 1).place()));
            tab.await(
                    () -> (boolean)
                            tab.page()
                                    .evaluate(
                                            "said.some(words => /^resumed after [\\d.]+ s, (\\d+ caught up, )?nothing missing$/.test(words))"));
            List<Fix> after = ride.subList(BEFORE + LIVE, BEFORE + LIVE + AT_ONCE);
            post(node, id, after);
            tab.await(() -> tab.text("#place").equals(after.get(AT_ONCE - 1).place()));
            tab.await(() -> tab.marker().isCentred());

            // The live stream begins where the table ended when the map was opened.
            int end = BEFORE + LIVE + AT_ONCE;
            int count = tab.positions().size();
            assertThat(count).isBetween(LIVE + AT_ONCE, end);
            assertThat(tab.positions())
                    .as("each fix once and in order")
                    .extracting(frame -> frame.path("lat").asDouble() + " "
                            + frame.path("lon").asDouble())
                    .containsExactlyElementsOf(ride.subList(end - count, end).stream()
                            .map(fix -> fix.lat() + " " + fix.lon())
                            .toList());
            assertThat(tab.positions())
                    .extracting(frame -> frame.path("cursor").asText())
                    .doesNotHaveDuplicates();
            assertThat(tab.sockets()).hasSizeGreaterThan(1);
            assertThat(tab.sockets().get(tab.sockets().size() - 1)).doesNotEndWith("fromSeq=0");

            Posting.awaitHistory(node, id, BEFORE + LIVE + AT_ONCE);
            tab.press("r");
            tab.await(() -> tab.text("#clock").equals("07:45:50"));
            assertThat(tab.text("#place")).isEqualTo(ride.get(0).place());
        }
    }

    private static void post(NodeUnderTest node, String id, List<Fix> fixes) {
        Posting.untilAcknowledged(
                node, id, fixes.stream().map(Fix::json).toList().toString());
    }
}

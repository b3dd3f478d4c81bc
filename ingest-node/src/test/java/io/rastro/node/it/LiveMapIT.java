package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The map as a browser shows it, at a node with everything behind it. */
class LiveMapIT {

    /** A degree of latitude is that many metres. */
    private static final double METRES = 111_320;

    private static NodeUnderTest node;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        node = NodeUnderTest.start();
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void goesWithTheCourierAndRestsWhenItDoes() {
        String id = courier();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(10);
        post(id, fix(now, 0));
        try (MapTab tab = browser.open(node.base(), desktop())) {
            Page page = tab.page();
            page.addInitScript("const ask = window.requestAnimationFrame.bind(window); window.asked = 0;"
                    + " window.requestAnimationFrame = next => { window.asked++; return ask(next); };");
            tab.open(id);
            tab.await(() -> tab.marker().isCentred());

            post(id, fix(now.plusSeconds(2), 100));
            tab.await(() -> tab.text("#place").equals(place(100)));
            page.waitForTimeout(700);
            assertThat(tab.marker()).as("followed, on its way").matches(MapTab.Marker::isCentred);
            page.waitForTimeout(1_800);
            assertThat(tab.marker()).as("followed, there").matches(MapTab.Marker::isCentred);

            tab.press("f");
            post(id, fix(now.plusSeconds(4), 200));
            tab.await(() -> tab.text("#place").equals(place(200)));
            List<Double> ways = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ways.add(tab.marker().up());
                page.waitForTimeout(220);
            }
            double pixels = 100 / metresPerPixel();
            assertThat(ways)
                    .as("not followed")
                    .isSorted()
                    .anySatisfy(way -> assertThat(way).isBetween(pixels * 0.15, pixels * 0.85));
            assertThat(ways.get(11)).isBetween(pixels - 2, pixels + 2);

            page.evaluate("window.asked = 0");
            page.waitForTimeout(1_000);
            assertThat(page.evaluate("window.asked")).as("frames at rest").isEqualTo(0);
            tab.nothingIsWrong();
        }
    }

    @Test
    void jumpsForThoseWhoWantNoMotion() {
        String id = courier();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        post(id, fix(now.minusSeconds(3), 0));
        try (MapTab tab = browser.open(node.base(), desktop().setReducedMotion(ReducedMotion.REDUCE))) {
            tab.open(id);
            tab.press("f");

            post(id, fix(now, 100));
            tab.await(() -> tab.text("#place").equals(place(100)));
            tab.page().waitForTimeout(100);

            assertThat(tab.marker().up()).isCloseTo(100 / metresPerPixel(), within(2.0));
        }
    }

    @Test
    void saysThatItFellBehind() {
        String id = courier();
        post(id, fix(Instant.now(), 0));
        try (MapTab tab = browser.open(node.base(), desktop())) {
            Page page = tab.page();
            AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
            page.routeWebSocket(url -> url.contains("/live"), route -> {
                route.connectToServer();
                socket.set(route);
            });
            tab.open(id);

            socket.get().send("{\"type\":\"lagging\",\"from\":\"1.0\",\"to\":\"1.0\"}");

            tab.await(() -> tab.text("#connection").startsWith("fell behind"));
        }
    }

    @Test
    void playsADay() {
        String id = courier();
        Instant morning = Instant.parse("2026-03-04T09:00:00Z");
        post(
                id,
                IntStream.range(0, 240)
                        .mapToObj(i -> fix(morning.plusSeconds(i * 5L), i * 20))
                        .toList()
                        .toString());
        awaitHistory(id, 240);
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.open(id);
            assertThat(tab.page().getAttribute("#details", "class")).contains("old");
            assertThat(tab.text("#place")).isEqualTo(place(239 * 20));

            tab.press("r");
            tab.await(() -> tab.text("#clock").equals("09:00:00"));
            tab.press("ArrowRight");
            tab.press("Shift+ArrowRight");
            assertThat(tab.text("#clock")).isEqualTo("09:01:10");
            assertThat(tab.text("#place")).isEqualTo(place(14 * 20));
            assertThat(tab.page().getAttribute("#details", "class"))
                    .as("old at that time")
                    .doesNotContain("old");

            tab.page().selectOption("#pace", "120");
            tab.page().focus("#play");
            tab.press("Space");
            tab.page().waitForTimeout(1_500);
            tab.press("Space");
            String stopped = tab.text("#clock");
            assertThat(stopped).isBetween("09:02:10", "09:08:00");
            tab.page().waitForTimeout(400);
            assertThat(tab.text("#clock")).isEqualTo(stopped);
            tab.await(() -> tab.marker().isCentred());

            tab.press("l");
            assertThat(tab.page().isVisible("#player")).isFalse();
            assertThat(tab.text("#place")).isEqualTo(place(239 * 20));
            tab.nothingIsWrong();
        }
    }

    @Test
    void drawsGeofences() {
        String id = courier();
        URI one = URI.create(node.base() + "/v1/geofences/" + id);
        assertThat(node.put(
                                one,
                                "{\"type\":\"Point\",\"coordinates\":[-46.6559,-23.5614],\"radiusM\":100,"
                                        + "\"name\":\"<img src=x onerror=fail()>\"}")
                        .status())
                .isEqualTo(201);
        post(id, fix(Instant.now(), 0));
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.open(id);
            tab.await(() -> tab.marker().isCentred());

            // Of 100 metres each way, once the map has come near.
            tab.await(() ->
                    Math.abs(tab.page().locator("path.geofence").boundingBox().width - 200 / metresPerPixel()) < 6);
            tab.page().locator("path.geofence").hover();
            assertThat(tab.text(".leaflet-tooltip")).isEqualTo("<img src=x onerror=fail()>");
            tab.nothingIsWrong();
        } finally {
            node.delete(one);
        }
    }

    @Test
    void needsNoMouse() {
        String id = courier();
        post(id, fix(Instant.now(), 0));
        awaitHistory(id, 1);
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.open(id);
            assertThat(tab.tabStops(12)).contains("courier", "map", "zoom-in", "zoom-out", "follow", "replay");
            assertThat(tab.page().getAttribute("#follow", "aria-pressed")).isEqualTo("true");
            tab.press("f");
            assertThat(tab.page().getAttribute("#follow", "aria-pressed")).isEqualTo("false");

            tab.press("r");
            tab.await(() -> tab.page().isEnabled("#time"));
            assertThat(tab.tabStops(20)).contains("follow", "play", "day", "time", "pace", "live");
            tab.press("Escape");
            assertThat(tab.page().isVisible("#player")).isFalse();
            assertThat(tab.page().evaluate("document.activeElement.id")).isEqualTo("replay");

            tab.press("/");
            tab.press("Control+a");
            tab.page().keyboard().type("another");
            tab.press("Enter");
            tab.page().waitForURL(url -> url.endsWith("?courier=another"));
        }
    }

    @Test
    void fitsAPhoneAndSpeaksPortuguese() {
        String id = courier() + "-" + "x".repeat(60);
        post(id, fix(Instant.now(), 0));
        awaitHistory(id, 1);
        try (MapTab tab = browser.open(
                node.base(),
                new NewContextOptions()
                        .setViewportSize(390, 844)
                        .setLocale("pt-BR")
                        .setHasTouch(true))) {
            tab.open(id);
            assertThat(tab.text("#connection")).isEqualTo("ao vivo");
            assertThat(tab.page().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(390);

            tab.page().tap("#replay");
            tab.await(() -> tab.page().isEnabled("#time"));

            assertThat(tab.page().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(390);
            assertThat(tab.page().evaluate("document.documentElement.scrollHeight"))
                    .isEqualTo(844);
            assertThat(tab.page().locator("#live").boundingBox().x
                            + tab.page().locator("#live").boundingBox().width)
                    .isLessThanOrEqualTo(390);
            tab.nothingIsWrong();
        }
    }

    @Test
    void labelsOfTheGraticuleStandApart() {
        try (MapTab tab = browser.open(node.base(), desktop())) {
            Page page = tab.page();
            page.addInitScript(
                    "const pen = CanvasRenderingContext2D.prototype, {clearRect, fillText} = pen; window.labels = [];"
                            + " pen.clearRect = function(...a) { this.labels = []; return clearRect.apply(this, a); };"
                            + " pen.fillText = function(words, x, y) { window.labels = this.labels;"
                            + " this.labels.push({words, x, y, w: this.measureText(words).width}); return fillText.call(this, words, x, y); };");
            page.routeWebSocket("**/v1/live**", nobody -> {}); // the map would go to where couriers are
            tab.openStart();
            page.focus("#map");
            for (int zoom = 7; zoom < 20; zoom += 3) {
                page.evaluate("window.labels = []");
                tab.press("Shift++");
                tab.await(() -> (int) page.evaluate("window.labels.length") > 3);
                assertThat(page.evaluate(
                                "labels.filter(a => labels.some(b => a !== b && a.x < b.x + b.w && b.x < a.x + a.w"
                                        + " && Math.abs(a.y - b.y) < 13)).map(a => a.words)"))
                        .as("labels in one place at zoom %s", zoom)
                        .isEqualTo(List.of());
            }
            tab.nothingIsWrong();
        }
    }

    /** Every courier of this class is within its window. */
    @Test
    void showsEveryoneWhoIsInView() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(30);
        List<String> ids = IntStream.range(0, 3).mapToObj(i -> courier()).toList();
        ids.forEach(id -> post(id, fix(now, 0)));
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.openStart();
            tab.await(() -> tab.of("window").size() >= 2); // the first, and the one around those who are there
            assertThat(tab.of("enter"))
                    .extracting(frame -> frame.path("courierId").asText())
                    .containsAll(ids);
            tab.await(() -> tab.text("#connection").matches("\\d+ couriers in view"));
            assertThat(tab.page().isVisible("#welcome")).isFalse();
            assertThat(tab.marker()).isNotNull();

            post(ids.get(0), fix(now.plusSeconds(5), 20));
            tab.await(() -> tab.of("move").stream()
                    .anyMatch(frame -> frame.path("courierId").asText().equals(ids.get(0))));
            tab.nothingIsWrong();

            tab.page().evaluate("document.querySelector('.leaflet-control-zoom-out').click()");
            tab.await(() -> tab.sent().size() >= 2);
            assertThat(tab.sent()).allMatch(sent -> sent.startsWith("{\"bbox\":["));
        }
    }

    /** Half of them are on the other side of it. */
    @Test
    void drawsBothSidesOfTheAntimeridian() {
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.openStart();
            assertThat(tab.page().evaluate("""
                    async () => {
                      const {Clusters} = await import('/map/clusters.js');
                      const {bboxOf} = await import('/map/area.js');
                      const place = document.createElement('div');
                      document.getElementById('map').replaceWith(place);
                      place.style.flex = '1';
                      const map = L.map(place).setView([-17, 180.5], 8);
                      const clusters = new Clusters().addTo(map);
                      clusters.show([{count: 1, lat: -17, lon: 179.9}, {count: 2, lat: -17, lon: -179.1}]);
                      const size = map.getSize();
                      const [west, , east] = bboxOf(map.getBounds());
                      return west > 170 && east < -170
                        && clusters.clusters.every(one => size.contains(clusters.pointOf(one)))
                        && clusters.at(clusters.pointOf({lat: -17, lon: -179.1})).count === 2;
                    }""")).isEqualTo(true);
        }
    }

    @Test
    void goesOnWithEveryoneAfterARestart() {
        String id = courier();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(30);
        post(id, fix(now, 0));
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.openStart();
            tab.await(() -> tab.text("#connection").endsWith("in view"));
            int before = tab.of("enter").size();

            node.restart();

            post(id, fix(now.plusSeconds(3), 30));
            tab.await(() -> tab.of("enter").size() > before);
            tab.await(() -> tab.text("#connection").endsWith("in view"));
            assertThat(tab.sockets()).hasSizeGreaterThan(1).allMatch(url -> url.contains("/v1/live?bbox="));
        }
    }

    @Test
    void drawsManyCouriersOnOneCanvasAndThenRests() {
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.openStart();

            JsonNode seen = MapTab.json((String) tab.page().evaluate("""
                    async () => {
                      const {Couriers} = await import('/map/couriers.js');
                      const place = document.createElement('div');
                      document.getElementById('map').replaceWith(place);
                      place.style.flex = '1';
                      const couriers = new Couriers().addTo(L.map(place).setView([-23.56, -46.65], 14));
                      let frames = 0;
                      const frame = couriers.frame;
                      couriers.frame = now => { frames++; frame.call(couriers, now); };
                      const tell = (type, north, fixedAt) => [...Array(500).keys()].forEach(i => couriers.apply({type,
                        id: `c-${i}`, lat: -23.56 + north + i % 20 / 1000, lon: -46.65 + i / 10000, bearing: i % 360, fixedAt}));
                      const inked = () => {
                        const {data} = couriers.canvas.getContext('2d').getImageData(0, 0, couriers.canvas.width, couriers.canvas.height);
                        return data.filter((part, i) => i % 4 === 3 && part > 0).length;
                      };
                      const pass = ms => new Promise(then => setTimeout(then, ms));
                      tell('enter', 0, Date.now() - 1000);
                      tell('move', 0.001, Date.now());
                      await pass(600);
                      const moving = frames;
                      await pass(900);
                      frames = 0;
                      await pass(500);
                      const result = {moving, resting: frames, canvases: place.querySelectorAll('canvas').length, before: inked()};
                      tell('leave');
                      await pass(200);
                      return JSON.stringify({...result, after: inked()});
                    }"""));

            assertThat(seen.path("moving").asInt()).isGreaterThan(5);
            assertThat(seen.path("resting").asInt()).isZero();
            assertThat(seen.path("canvases").asInt()).isEqualTo(1);
            assertThat(seen.path("before").asInt()).isGreaterThan(10_000);
            assertThat(seen.path("after").asInt()).isZero();
        }
    }

    @Test
    void runsNoScriptButItsOwn() {
        try (MapTab tab = browser.open(node.base(), desktop())) {
            tab.openStart();

            tab.page()
                    .evaluate("const one = document.createElement('script'); one.textContent = 'window.ran = true';"
                            + " document.head.append(one)");

            tab.await(() -> !tab.complaints().isEmpty());
            assertThat(tab.complaints().get(0)).contains("Content Security Policy");
            assertThat(tab.page().evaluate("window.ran === undefined")).isEqualTo(true);
        }
    }

    private static NewContextOptions desktop() {
        return new NewContextOptions()
                .setViewportSize(1_000, 700)
                .setLocale("en-GB")
                .setTimezoneId("UTC");
    }

    private static String courier() {
        return "map-" + UUID.randomUUID();
    }

    private static void post(String id, String json) {
        Posting.untilAcknowledged(node, id, json);
    }

    private static void awaitHistory(String id, int count) {
        Posting.awaitHistory(node, id, count);
    }

    /** A place so many metres north of the first one. */
    private static String fix(Instant at, int metres) {
        return "{\"fixedAt\":\"%s\",\"lat\":%s,\"lon\":-46.6559,\"accuracyM\":5}".formatted(at, lat(metres));
    }

    private static double lat(int metres) {
        return -23.5614 + metres / METRES;
    }

    private static String place(int metres) {
        return String.format(Locale.ROOT, "%.5f, -46.65590", lat(metres));
    }

    /** At zoom 16. */
    private static double metresPerPixel() {
        return 40_075_016.7 * Math.cos(Math.toRadians(23.5614)) / (256 << 16);
    }
}

package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the customer sees who was sent a link, whatever the node says: the page is real, the node is scripted. */
class SharedOrderMapIT {

    private static final String TOKEN = "AQAAAABp-_bX.Zm9v-bar_";
    private static final String STATE = "/v1/shared/" + TOKEN;
    private static final String COURIER = "rider-77";
    private static final String ORDER = "pizza-4711";

    /** A degree of latitude is that many metres. */
    private static final double METRES = 111_320;

    private static Browser browser;

    private ScriptedOrder order;
    private Instant now;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() {
        order = ScriptedOrder.start();
        now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(20);
    }

    @AfterEach
    void stop() {
        order.close();
    }

    @Test
    void followsAnOrderOverACutUntilItIsDelivered() {
        try (MapTab tab = open()) {
            awaitHeadline(tab, "Waiting for a courier");
            assertThat(tab.page().isVisible("#map")).isFalse();

            order.is("pickedUp");
            order.send(pickedUp("1~0.0"));
            awaitHeadline(tab, "On its way");
            order.send(position(0, 0, "1~4.0"));
            tab.await(() -> tab.page().isVisible("#map") && tab.marker().isCentred());
            assertThat(tab.page().isVisible("#welcome")).isFalse();
            tab.await(() -> tab.text("#since").matches("last position \\d+ s ago"));
            order.send(position(3, 40, "1~4.1"));
            order.send("{\"type\":\"heartbeat\"}");
            tab.await(() -> tab.of("heartbeat").size() == 1);

            order.cut();
            tab.await(() -> tab.text("#connection").startsWith("reconnecting"));
            tab.await(() -> tab.text("#connection").startsWith("resumed after"));
            assertThat(order.liveAsked()).containsExactly(STATE + "/live", STATE + "/live?fromSeq=1~4.1");
            order.send("{\"type\":\"released\",\"at\":\"%s\",\"cursor\":\"1~all\"}".formatted(now));
            awaitHeadline(tab, "Waiting for a courier");
            order.send(pickedUp("2~4.1"));
            awaitHeadline(tab, "On its way");
            order.send(position(6, 80, "2~5.0"));
            order.send("{\"type\":\"delivered\",\"at\":\"%s\",\"cursor\":\"1~6.0\"}".formatted(now));
            order.complete();

            awaitHeadline(tab, "Delivered");
            assertThat(tab.text("#since")).matches("today, \\d\\d:\\d\\d|\\d+ \\w+ \\d+, \\d\\d:\\d\\d");
            tab.page().waitForTimeout(3_500);
            assertThat(tab.page().isVisible("#map")).isTrue();
            assertThat(tab.marker()).as("the last place stays").matches(MapTab.Marker::isCentred);
            assertThat(tab.page().isVisible("#connection")).isFalse();
            assertThat(order.liveAsked()).as("nobody came back").hasSize(2);
            assertThat(tab.page().title()).isEqualTo("Delivered · Your order");
            assertThat(tab.text("#announcement")).startsWith("Delivered. ");
            askedForNothingElse(tab);
            tab.nothingIsWrong();
        }
    }

    @Test
    void namesNeitherCourierNorOrder() {
        try (MapTab tab = open()) {
            order.send("{\"type\":\"pickedUp\",\"courierId\":\"%s\",\"orderId\":\"%s\",\"cursor\":\"1~0.0\"}"
                    .formatted(COURIER, ORDER));
            order.send(position(0, 0, "1~1.0")
                    .replace("}", ",\"courierId\":\"%s\",\"orderId\":\"%s\"}".formatted(COURIER, ORDER)));
            tab.await(() -> tab.page().isVisible("#map"));
            assertThat(tab.page().content()).doesNotContain(COURIER, ORDER, TOKEN);
            assertThat(tab.page().innerText("body")).doesNotContain("Courier", "Replay", "Show");
            assertThat(tab.page().locator("a:visible:not([role=button])").count())
                    .as("ways out")
                    .isZero();
            askedForNothingElse(tab);
        }
    }

    @Test
    void saysThatALinkHasExpired() {
        order.answers(410);
        try (MapTab tab = open()) {
            awaitHeadline(tab, "This link has expired");
            isOver(tab);
            assertThat(tab.page().title()).isEqualTo("This link has expired · Your order");
            assertThat(order.liveAsked()).isEmpty();
        }
    }

    @Test
    void saysThatALinkIsNotValid() {
        order.answers(403);
        try (MapTab tab = open()) {
            awaitHeadline(tab, "This link is not valid");
            isOver(tab);
            assertThat(order.liveAsked()).isEmpty();
        }
    }

    @Test
    void showsNothingMoreWhenTheLinkExpires() {
        try (MapTab tab = onItsWay()) {
            order.send("{\"type\":\"expired\"}");
            order.complete();

            awaitHeadline(tab, "This link has expired");
            isOver(tab);
            tab.nothingIsWrong();
        }
    }

    @Test
    void saysThatTheLinkExpiredWhileItWasCutOff() {
        try (MapTab tab = onItsWay()) {
            order.answers(410);
            order.cut();

            awaitHeadline(tab, "This link has expired");
            isOver(tab);
            assertThat(order.liveAsked()).hasSize(1);
        }
    }

    @Test
    void triesAgainWhateverElseGoesWrong() {
        order.answers(503);
        try (MapTab tab = open()) {
            tab.await(() -> tab.text("#connection").startsWith("reconnecting"));
            assertThat(tab.text("#welcomeHeadline")).isEqualTo("One moment");
            order.answers(404); // such as by an older node
            tab.await(() -> order.asked().size() > 2);
            assertThat(order.liveAsked()).isEmpty();

            order.answers(200);
            awaitHeadline(tab, "Waiting for a courier");
            order.send(position(0, 0, "1~1.0"));
            awaitHeadline(tab, "On its way");
        }
    }

    @Test
    void doesNotComeBackToAnOrderThatWasDeliveredBefore() {
        order.isDeliveredAt("2026-03-04T17:05:00Z");
        try (MapTab tab = open()) {
            awaitHeadline(tab, "Delivered");
            order.send(pickedUp("1~0.0"));
            order.complete();

            tab.page().waitForTimeout(3_500);
            assertThat(tab.text("#welcomeHeadline")).isEqualTo("Delivered");
            assertThat(tab.text("#welcomeMore")).isEqualTo("4 Mar 2026, 17:05");
            assertThat(tab.page().isVisible("#connection")).isFalse();
            assertThat(order.liveAsked()).hasSize(1);
            tab.nothingIsWrong();
        }
    }

    @Test
    void goesOnBehindWhatWasLeftOut() {
        try (MapTab tab = onItsWay()) {
            order.send("{\"type\":\"lagging\",\"from\":\"1~4.0\",\"to\":\"1~90.2\"}");
            tab.await(() -> tab.of("lagging").size() == 1);
            assertThat(tab.text("#connection")).isEqualTo("live");
            order.cut();
            tab.await(() -> order.liveAsked().size() == 2);
            assertThat(order.liveAsked().get(1)).endsWith("?fromSeq=1~90.2");
        }
    }

    /** To one who is two kilometres away, with the clock of another phone. */
    @Test
    void beginsAnewWhereAnotherCourierTakesItOver() {
        try (MapTab tab = onItsWay()) {
            order.send(position(5, 60, "1~5.0"));
            tab.page().waitForTimeout(3_200);
            assertThat(tab.inkAround()).as("the trail").isPositive();

            order.send(pickedUp("2~0.0"));
            order.send(position(4, 2_060, "2~1.0"));
            tab.await(() -> tab.positions().size() == 3);
            tab.page().waitForTimeout(200);

            assertThat(tab.marker()).as("there at once").matches(MapTab.Marker::isCentred);
            assertThat(tab.inkAround()).as("a way across town").isZero();
        }
    }

    /** Which no frame says. */
    @Test
    void waitsAgainWhenItsCourierHasItNoMore() {
        try (MapTab tab = onItsWay()) {
            order.is("waiting");
            order.cut();
            awaitHeadline(tab, "Waiting for a courier");

            order.send(pickedUp("2~0.0"));
            awaitHeadline(tab, "On its way");
        }
    }

    @Test
    void leavesTheMapToWhoeverMovesIt() {
        try (MapTab tab = onItsWay()) {
            Page page = tab.page();
            page.mouse().move(300, 300);
            page.mouse().down();
            page.mouse().move(400, 300, new Mouse.MoveOptions().setSteps(5));
            page.mouse().up();
            tab.await(() -> "false".equals(page.getAttribute("#follow", "aria-pressed")));
            page.waitForTimeout(800);
            order.send(position(4, 10, "1~5.0"));
            tab.await(() -> tab.positions().size() == 2);
            page.waitForTimeout(500);
            assertThat(tab.marker().right()).isGreaterThan(50);

            page.click("#follow");
            tab.await(() -> tab.marker().isCentred());

            page.focus("#map");
            tab.press("ArrowRight");
            assertThat(page.getAttribute("#follow", "aria-pressed")).isEqualTo("false");
            page.waitForTimeout(800);
            tab.press("f");
            tab.await(() -> tab.marker().isCentred());
        }
    }

    @Test
    void needsNoMouse() {
        try (MapTab tab = onItsWay()) {
            assertThat(tab.tabStops(4)).containsExactly("map", "zoom-in", "zoom-out", "follow");
        }
    }

    @Test
    void fitsASmallPhoneAndSpeaksPortuguese() {
        NewContextOptions phone = new NewContextOptions()
                .setViewportSize(360, 640)
                .setLocale("pt-BR")
                .setTimezoneId("America/Sao_Paulo")
                .setHasTouch(true);
        try (MapTab tab = browser.open(order.base(), phone).openAt("/share/" + TOKEN)) {
            awaitHeadline(tab, "Aguardando um entregador");
            fits(tab);
            order.send(position(0, 0, "1~1.0"));
            tab.await(() -> tab.page().isVisible("#map"));
            tab.await(() -> tab.text("#since").matches("última posição há \\d+ s"));
            fits(tab);
            assertThat(tab.page().getAttribute("html", "lang")).isEqualTo("pt-BR");
            assertThat(tab.page().title()).isEqualTo("A caminho · Seu pedido");
            assertThat(tab.text("#connection")).isEqualTo("ao vivo");
            order.send("{\"type\":\"expired\"}");
            awaitHeadline(tab, "Este link expirou");
            fits(tab);
            tab.nothingIsWrong();
        }
    }

    /** For who runs the place, at an address without a secret: who carries it, and how. */
    @Test
    void showsAnOrderToTheOperator() {
        order.answers(404);
        try (MapTab tab = browser.open(order.base(), desktop()).openAt("/?order=" + ORDER)) {
            awaitHeadline(tab, "Waiting for a courier");
            order.send(position(0, 0, "1~1.0")
                    .replace("}", ",\"courierId\":\"%s\",\"orderId\":\"%s\"}".formatted(COURIER, ORDER)));

            awaitHeadline(tab, "On its way");
            assertThat(order.asked()).containsOnly("/v1/orders/" + ORDER);
            assertThat(order.liveAsked()).containsExactly("/v1/orders/" + ORDER + "/live");
            assertThat(tab.page().title()).isEqualTo("On its way · Order " + ORDER);
            assertThat(tab.text("#who")).isEqualTo("Order " + ORDER);
            assertThat(tab.page().innerText("#accuracy")).isEqualTo("± 5 m");
            assertThat(tab.page().getAttribute("#carrier", "href")).isEqualTo("/?courier=" + COURIER);
            assertThat(tab.page().isVisible("#courier")).isTrue();

            order.answers(200);
            order.is("released");
            order.cut();
            awaitHeadline(tab, "Waiting for a courier");
        }
    }

    @Test
    void aPageOfWhichAPartDoesNotComeSaysSo() {
        for (String part : List.of("trail.js", "page.js")) {
            try (MapTab tab = browser.open(order.base(), desktop())) {
                tab.page().route("**/map/" + part, Route::abort);
                tab.page().navigate(order.base() + "/share/" + TOKEN);
                tab.await(() -> tab.page().isVisible("#broken"));
                assertThat(tab.page().isVisible("header")).as(part).isFalse();
            }
        }
    }

    private MapTab open() {
        return browser.open(order.base(), desktop()).openAt("/share/" + TOKEN);
    }

    private MapTab onItsWay() {
        order.is("pickedUp");
        MapTab tab = open();
        order.send(pickedUp("1~0.0"));
        order.send(position(0, 0, "1~4.0"));
        tab.await(() -> tab.page().isVisible("#map"));
        tab.await(() -> tab.text("#connection").equals("live"));
        tab.await(() -> tab.marker().isCentred());
        return tab;
    }

    /** Whichever of the two is shown: beside the map or in its place. */
    private static void awaitHeadline(MapTab tab, String words) {
        tab.await(() -> tab.text("#headline").equals(words)
                && tab.text("#welcomeHeadline").equals(words));
        assertThat(tab.page()
                        .locator("#headline:visible, #welcomeHeadline:visible")
                        .textContent())
                .isEqualTo(words);
    }

    private void isOver(MapTab tab) {
        int connections = order.liveAsked().size();
        tab.page().waitForTimeout(1_500);
        assertThat(order.liveAsked()).as("nobody came back").hasSize(connections);
        assertThat(tab.page().isVisible("#map")).isFalse();
        assertThat(tab.page().isVisible("#bar")).isFalse();
        assertThat(tab.page().isVisible("#connection")).isFalse();
        assertThat(tab.page().isVisible("#welcome")).isTrue();
        askedForNothingElse(tab);
    }

    private void askedForNothingElse(MapTab tab) {
        assertThat(tab.requests())
                .allSatisfy(
                        url -> assertThat(url.replace(order.base(), ""))
                                .matches(
                                        "/share/.+|/v1/shared/[^/]+|/(map|common)/[a-z-]+\\.(js|css)|/map/settings\\.json|/webjars/.+|data:.*"));
        assertThat(tab.requests())
                .as("what only other pages need")
                .noneMatch(url -> url.matches(".*/(map|area|clusters|geofences|player|replay)\\.js"));
        assertThat(order.asked()).containsOnly(STATE);
        assertThat(tab.sockets()).allMatch(url -> url.contains(STATE + "/live"));
    }

    private static void fits(MapTab tab) {
        assertThat(tab.page().evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"))
                .isEqualTo(List.of(360, 640));
    }

    private String pickedUp(String cursor) {
        return "{\"type\":\"pickedUp\",\"at\":\"%s\",\"cursor\":\"%s\"}".formatted(now, cursor);
    }

    /** A place so many metres north of the first one. */
    private String position(int seconds, int metres, String cursor) {
        return "{\"type\":\"position\",\"cursor\":\"%s\",\"fixedAt\":\"%s\",\"lat\":%s,\"lon\":-46.6559,\"accuracyM\":5}"
                .formatted(
                        cursor,
                        now.plusSeconds(seconds),
                        String.format(Locale.ROOT, "%.6f", -23.5614 + metres / METRES));
    }

    private static NewContextOptions desktop() {
        return new NewContextOptions()
                .setViewportSize(1_000, 700)
                .setLocale("en-GB")
                .setTimezoneId("UTC");
    }
}

package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The map in a profile of its own, with what it asked for, what it complained of and what it was sent. */
final class MapTab implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final BrowserContext context;
    private final Page page;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> sockets = new CopyOnWriteArrayList<>();
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    MapTab(String base, BrowserContext context) {
        this.base = base;
        this.context = context;
        this.page = context.newPage();
        page.onRequest(request -> requests.add(request.url()));
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onWebSocket(socket -> {
            sockets.add(socket.url());
            socket.onFrameReceived(frame -> frames.add(frame.text()));
            socket.onFrameSent(frame -> sent.add(frame.text()));
        });
    }

    Page page() {
        return page;
    }

    MapTab openStart() {
        return openAt("/");
    }

    /** Until there is what belongs to the path, whatever that shows. */
    MapTab openAt(String path) {
        page.navigate(base + path);
        await(() -> page.getAttribute("html", "data-page") != null);
        return this;
    }

    MapTab open(String courierId) {
        openAt("/?courier=" + courierId);
        await(() -> "live".equals(page.getAttribute("#connection", "data-state")));
        return this;
    }

    /** In Playwright's own way: what happens in the page is told while it is waited. */
    void await(BooleanSupplier condition) {
        page.waitForCondition(condition, new Page.WaitForConditionOptions().setTimeout(SOON.toMillis()));
    }

    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    String text(String selector) {
        return page.textContent(selector);
    }

    /** The URLs of all that it asked for but WebSockets, in their order. */
    List<String> requests() {
        return requests;
    }

    /** Errors in the console, violations of the content security policy among them. */
    List<String> complaints() {
        return complaints;
    }

    /** The URLs of the WebSockets that were opened, in their order. */
    List<String> sockets() {
        return sockets;
    }

    /** What the page sent over them. */
    List<String> sent() {
        return sent;
    }

    /** The positions that all of them received, in their order. */
    List<JsonNode> positions() {
        return of("position");
    }

    /** The frames of one type that all of them received, in their order. */
    List<JsonNode> of(String type) {
        return frames.stream()
                .map(MapTab::json)
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    /**
     * That it was silent in the console, and asked nobody but the node for anything. The browser itself writes there of a 503 about
     * a courier, which is for a moment: then the page has to have asked again.
     */
    void nothingIsWrong() {
        assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(base + "/") || url.startsWith("data:"));
        assertThat(sockets).allMatch(url -> url.startsWith(base.replace("http", "ws") + "/"));
        assertThat(complaints)
                .allMatch(told ->
                        told.contains("status of 503") && told.contains(base + "/v1/couriers/") && hasAskedAgain(told));
    }

    private boolean hasAskedAgain(String told) {
        return requests.stream().filter(url -> told.contains(" " + url + ":")).count() > 1;
    }

    /** Where a marker is, in pixels from the middle of the map. */
    record Marker(double right, double up) {

        boolean isCentred() {
            return Math.hypot(right, up) < 3;
        }
    }

    /** Where the marker's colour is on the canvas. */
    Marker marker() {
        JsonNode found = json((String) page.evaluate("""
                () => {
                  const canvas = document.querySelector('.leaflet-overlay-pane canvas');
                  const hex = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
                  const colours = ['--here', '--stale'].map(hex).map(c => [1, 3, 5].map(i => parseInt(c.substr(i, 2), 16)));
                  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  let n = 0, x = 0, y = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    if (data[i + 3] === 255 && colours.some(c => c.every((part, k) => part === data[i + k]))) {
                      n++; x += i / 4 % canvas.width; y += Math.floor(i / 4 / canvas.width);
                    }
                  }
                  return JSON.stringify({n, right: x / n - canvas.width / 2, up: canvas.height / 2 - y / n});
                }"""));
        assertThat(found.path("n").asInt()).as("pixels of the marker").isGreaterThan(60);
        return new Marker(found.path("right").asDouble(), found.path("up").asDouble());
    }

    /** Pixels of the couriers' canvas that are drawn, further than a marker is large from its middle. */
    int inkAround() {
        return (int) page.evaluate("""
                () => {
                  const canvas = [...document.querySelectorAll('.leaflet-overlay-pane canvas')].pop();
                  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  let n = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    const right = i / 4 % canvas.width - canvas.width / 2;
                    const down = Math.floor(i / 4 / canvas.width) - canvas.height / 2;
                    n += data[i + 3] > 0 && Math.hypot(right, down) > 24 ? 1 : 0;
                  }
                  return n;
                }""");
    }

    /** The ids, or Leaflet's names, of what has the focus after each of some strokes of Tab. */
    Set<String> tabStops(int strokes) {
        Set<String> stops = new LinkedHashSet<>();
        for (int i = 0; i < strokes; i++) {
            press("Tab");
            stops.add((String) page.evaluate(
                    "document.activeElement.id || document.activeElement.className.replace('leaflet-control-', '')"));
        }
        return stops;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}

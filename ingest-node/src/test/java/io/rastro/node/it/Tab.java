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

/** A page in a profile of its own, with what it asked for, what it complained of and what it was sent. */
class Tab implements AutoCloseable {

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

    Tab(String base, BrowserContext context) {
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

    final Page page() {
        return page;
    }

    /** Until there is what belongs to the path, whatever that shows. */
    Tab openAt(String path) {
        page.navigate(base + path);
        await(() -> page.getAttribute("html", "data-page") != null);
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

    /** The frames of one type that all of them received, in their order. */
    List<JsonNode> of(String type) {
        return frames.stream()
                .map(Tab::json)
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    /**
     * That it was silent in the console, and asked nobody but the node for anything. The browser itself writes there of a 503 about
     * an entity, which is for a moment: then the page has to have asked again.
     */
    void nothingIsWrong() {
        assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(base + "/") || url.startsWith("data:"));
        assertThat(sockets).allMatch(url -> url.startsWith(base.replace("http", "ws") + "/"));
        assertThat(complaints)
                .allMatch(
                        told -> told.contains("status of 503") && told.contains(base + "/v1/") && hasAskedAgain(told));
    }

    private boolean hasAskedAgain(String told) {
        return requests.stream().filter(url -> told.contains(" " + url + ":")).count() > 1;
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

package io.rastro.node.it;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Route;
import io.rastro.node.map.LiveMap;
import io.rastro.node.map.MapSettings;
import io.rastro.node.page.PageFiles;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The map's files as a node serves them, and one order, whose state and live frames are what a test makes of them. */
final class ScriptedOrder implements AutoCloseable {

    private static final List<Route> FILES = Stream.concat(
                    PageFiles.common().stream(), LiveMap.routes(new MapSettings("", "")).stream())
            .toList();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ScriptedNode node;

    private volatile int status = 200;
    private volatile String state;

    private ScriptedOrder() {
        is("waiting");
        node = ScriptedNode.start(FILES, path -> path.startsWith("/share/") ? "/" : path, this::state);
    }

    static ScriptedOrder start() {
        return new ScriptedOrder();
    }

    String base() {
        return node.base();
    }

    /** Whoever asks for the order's state is answered so from now on, and may not watch unless nobody has carried it yet. */
    void answers(int status) {
        this.status = status;
        node.answersLive(status == 404 ? 200 : status);
    }

    void is(String status) {
        state = "{\"status\":\"%s\",\"expiresAt\":\"2099-01-01T00:00:00Z\",\"deliveredAt\":null}".formatted(status);
    }

    void isDeliveredAt(String instant) {
        state = "{\"status\":\"delivered\",\"expiresAt\":\"2099-01-01T00:00:00Z\",\"deliveredAt\":\"%s\"}"
                .formatted(instant);
    }

    /** The paths of requests for its state. */
    List<String> asked() {
        return asked;
    }

    List<String> liveAsked() {
        return node.liveAsked();
    }

    void send(String frame) {
        node.send(frame);
    }

    void complete() {
        node.complete();
    }

    void cut() {
        node.cut();
    }

    private HttpResponse state(HttpRequest request) {
        asked.add(request.getUri().path());
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, state);
    }

    @Override
    public void close() {
        node.close();
    }
}

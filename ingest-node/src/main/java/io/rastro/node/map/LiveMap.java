package io.rastro.node.map;

import static io.rastro.node.page.PageFiles.REVALIDATE;
import static io.rastro.node.page.PageFiles.SCRIPT;
import static io.rastro.node.page.PageFiles.STYLE;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.PackagedFile;
import io.rastro.node.http.Route;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.page.PageFiles;
import java.util.ArrayList;
import java.util.List;

/** The page at {@code /} and its files. The page asks no other host for anything, except for tiles if they are set. */
public final class LiveMap {

    private static final String LEAFLET = "/META-INF/resources/webjars/leaflet/1.9.4/dist/";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final List<String> MODULES = List.of(
            "area",
            "canvas-layer",
            "clusters",
            "connection",
            "couriers",
            "details",
            "following",
            "geofences",
            "graticule",
            "ground",
            "history",
            "live-feed",
            "map",
            "order",
            "order-stage",
            "page",
            "player",
            "replay",
            "texts",
            "trail");

    private LiveMap() {}

    public static List<Route> routes(MapSettings settings) {
        List<Route> routes = new ArrayList<>(List.of(
                index().at("/", REVALIDATE, PageFiles.contentPolicy(settings.tileOrigin()), PageFiles.NO_REFERRER),
                PackagedFile.of(settingsJson(settings), ContentTypes.APPLICATION_JSON)
                        .at("/map/settings.json", REVALIDATE),
                PackagedFile.load(LEAFLET + "leaflet.js", SCRIPT).at("/webjars/leaflet/1.9.4/leaflet.js", FOR_EVER),
                PackagedFile.load(LEAFLET + "leaflet.css", STYLE).at("/webjars/leaflet/1.9.4/leaflet.css", FOR_EVER)));
        routes.addAll(PageFiles.of("/map", "map", MODULES));
        return List.copyOf(routes);
    }

    /** The page as it is at {@code /}, for another address, which says what of it may be kept and by whom. */
    public static HttpResponse page(MapSettings settings) {
        return index().whole(PageFiles.contentPolicy(settings.tileOrigin()));
    }

    private static PackagedFile index() {
        return PackagedFile.load("/map/index.html", ContentTypes.TEXT_HTML_UTF8);
    }

    private static byte[] settingsJson(MapSettings settings) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("tileUrl", settings.tileUrl());
            out.writeStringField("tileAttribution", settings.tileAttribution());
            out.writeEndObject();
        });
    }
}

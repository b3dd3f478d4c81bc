package io.rastro.node.map;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import io.rastro.node.http.PackagedFile;
import io.rastro.node.http.Route;
import io.rastro.node.json.JsonBytes;
import java.util.ArrayList;
import java.util.List;

/** The page at {@code /} and its files. The page asks no other host for anything, except for tiles if they are set. */
public final class LiveMap {

    private static final String LEAFLET = "/META-INF/resources/webjars/leaflet/1.9.4/dist/";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String REVALIDATE = "no-cache";
    private static final ContentType SCRIPT = MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);
    private static final ContentType STYLE = MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);

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
            "keys",
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
                index().at(
                                "/",
                                REVALIDATE,
                                contentPolicy(settings),
                                RawHeader.create("Referrer-Policy", "no-referrer")),
                PackagedFile.load("/map/map.css", STYLE).at("/map/map.css", REVALIDATE),
                PackagedFile.of(settingsJson(settings), ContentTypes.APPLICATION_JSON)
                        .at("/map/settings.json", REVALIDATE),
                PackagedFile.load(LEAFLET + "leaflet.js", SCRIPT).at("/webjars/leaflet/1.9.4/leaflet.js", FOR_EVER),
                PackagedFile.load(LEAFLET + "leaflet.css", STYLE).at("/webjars/leaflet/1.9.4/leaflet.css", FOR_EVER)));
        for (String module : MODULES) {
            String path = "/map/" + module + ".js";
            routes.add(PackagedFile.load(path, SCRIPT).at(path, REVALIDATE));
        }
        return List.copyOf(routes);
    }

    /** The page as it is at {@code /}, for another address, which says what of it may be kept and by whom. */
    public static HttpResponse page(MapSettings settings) {
        return index().whole(contentPolicy(settings));
    }

    private static PackagedFile index() {
        return PackagedFile.load("/map/index.html", ContentTypes.TEXT_HTML_UTF8);
    }

    private static HttpHeader contentPolicy(MapSettings settings) {
        String tiles = settings.tileOrigin();
        return RawHeader.create(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self' data:"
                        + (tiles.isEmpty() ? "" : " " + tiles)
                        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
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

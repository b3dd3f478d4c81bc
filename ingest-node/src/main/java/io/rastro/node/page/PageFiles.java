package io.rastro.node.page;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import io.rastro.node.http.PackagedFile;
import io.rastro.node.http.Route;
import java.util.ArrayList;
import java.util.List;

/** Modules and styles of the pages, each served at the path that it has on the class path. */
public final class PageFiles {

    public static final ContentType SCRIPT = MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);
    public static final ContentType STYLE = MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);

    /** To be asked for again, but answered with 304. */
    public static final String REVALIDATE = "no-cache";

    /** What a page does not tell whom it leads to. */
    public static final HttpHeader NO_REFERRER = RawHeader.create("Referrer-Policy", "no-referrer");

    private PageFiles() {}

    /** What several pages have in common, in {@code /common}. */
    public static List<Route> common() {
        return of("/common", "look", List.of("ask", "feed", "keys", "language", "open", "status"));
    }

    /**
     * @param folder such as {@code /map}
     * @param style without {@code .css}
     * @param modules without {@code .js}
     */
    public static List<Route> of(String folder, String style, List<String> modules) {
        List<Route> routes = new ArrayList<>();
        routes.add(file(folder + "/" + style + ".css", STYLE));
        for (String module : modules) {
            routes.add(file(folder + "/" + module + ".js", SCRIPT));
        }
        return List.copyOf(routes);
    }

    private static Route file(String path, ContentType type) {
        return PackagedFile.load(path, type).at(path, REVALIDATE);
    }

    /**
     * A page asks no other host for anything but images.
     *
     * @param imageOrigin whose; empty: nobody's
     */
    public static HttpHeader contentPolicy(String imageOrigin) {
        return RawHeader.create(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self' data:"
                        + (imageOrigin.isEmpty() ? "" : " " + imageOrigin)
                        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }
}

package io.rastro.node.openapi;

import akka.http.javadsl.model.ContentTypes;
import io.rastro.node.http.PackagedFile;
import io.rastro.node.http.Route;

/** {@code GET /openapi.json}: kept by hand, held to the routes by a test. */
public final class ApiDescription {

    private ApiDescription() {}

    public static Route route() {
        return PackagedFile.load("/openapi.json", ContentTypes.APPLICATION_JSON).at("/openapi.json", "no-cache");
    }
}

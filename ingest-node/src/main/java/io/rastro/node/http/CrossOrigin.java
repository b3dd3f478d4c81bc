package io.rastro.node.http;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.Set;

/**
 * Lets pages of other origins read, if the settings say so. Nothing is sent with credentials, so that allowing an origin
 * gives its pages no more than any client has.
 *
 * @param origins such as {@code https://ops.example}; {@code *} for all
 */
record CrossOrigin(Set<String> origins) {

    HttpResponse allow(HttpRequest request, HttpResponse response) {
        if (origins.isEmpty() || !request.method().equals(HttpMethods.GET)) {
            return response;
        }
        if (origins.contains("*")) {
            return response.addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"));
        }
        return request.getHeader("Origin")
                .filter(origin -> origins.contains(origin.value()))
                .map(origin -> response.addHeader(RawHeader.create("Access-Control-Allow-Origin", origin.value()))
                        .addHeader(RawHeader.create("Vary", "Origin")))
                .orElseGet(() -> response.addHeader(RawHeader.create("Vary", "Origin")));
    }
}

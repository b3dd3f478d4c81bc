package io.rastro.node.http;

import akka.http.javadsl.model.HttpRequest;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import java.util.Locale;

/** How a body is compressed. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    static ContentCoding of(HttpRequest request) {
        return request.getHeader("Content-Encoding")
                .map(header -> named(header.value()))
                .orElse(IDENTITY);
    }

    private static ContentCoding named(String value) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw Problem.of(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "Content-Encoding",
                                "A body may be compressed with gzip or deflate, once.")
                        .withHeader("Accept-Encoding", "gzip, deflate")
                        .toException();
        };
    }
}

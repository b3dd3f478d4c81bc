package io.rastro.node.pix;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;

/** In which formats clients of ours tell something. */
final class BodyTypes {

    private static final String JSON = "application/json";
    private static final String XML = "application/xml, text/xml";

    private BodyTypes() {}

    static void requireJson(HttpRequest request) {
        if (!typeOf(request).toString().equals(JSON)) {
            throw notTaken("Pix events are", JSON);
        }
    }

    /** {@code application/xml}, {@code text/xml} or {@code application/*+xml}; the encoding is what the XML says. */
    static void requireXml(HttpRequest request) {
        String type = typeOf(request).toString();
        if (!type.equals("text/xml") && !type.equals("application/xml") && !type.endsWith("+xml")) {
            throw notTaken("Messages of the SPI are", XML);
        }
    }

    private static MediaType typeOf(HttpRequest request) {
        return request.entity().getContentType().mediaType();
    }

    private static RuntimeException notTaken(String what, String types) {
        return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Type", what + " taken as " + types + ".")
                .withHeader("Accept", types)
                .toException();
    }
}

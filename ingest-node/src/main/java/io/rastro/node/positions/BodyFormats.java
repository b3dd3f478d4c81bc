package io.rastro.node.positions;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.courier.BodyFormat;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which format a request's Content-Type stands for. */
final class BodyFormats {

    static final String ACCEPTED = "application/json, application/x-ndjson, application/avro";

    private BodyFormats() {}

    static BodyFormat of(HttpRequest request) {
        ContentType type = request.entity().getContentType();
        MediaType media = type.mediaType();
        if (media.equals(MediaTypes.APPLICATION_JSON)) {
            return BodyFormat.JSON;
        }
        BodyFormat format = named(media);
        boolean utf8 = type.getCharsetOption()
                .map(charset -> charset.nioCharset().equals(StandardCharsets.UTF_8))
                .orElse(true);
        if (format == null || !utf8) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type",
                            "Positions are taken as " + ACCEPTED + " (text in UTF-8).")
                    .withHeader("Accept", ACCEPTED)
                    .toException();
        }
        return format;
    }

    private static @Nullable BodyFormat named(MediaType media) {
        if (!media.mainType().equals("application")) {
            return null;
        }
        return switch (media.subType()) {
            case "json" -> BodyFormat.JSON;
            case "x-ndjson", "ndjson" -> BodyFormat.NDJSON;
            case "avro" -> BodyFormat.AVRO;
            default -> null;
        };
    }
}

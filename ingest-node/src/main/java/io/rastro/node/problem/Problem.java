package io.rastro.node.problem;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rastro.node.json.JsonBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One refusal.
 *
 * @param detail a sentence for the sender about this very request; never repeats what was sent
 * @param field the path variable, parameter, header or body field at fault, when there is one
 * @param more writes further members
 */
public record Problem(
        ProblemKind type,
        String detail,
        @Nullable String field,
        List<HttpHeader> headers,
        @Nullable Members more) {

    private static final ContentType CONTENT_TYPE = ContentTypes.create(
            MediaTypes.customWithFixedCharset("application", "problem+json", HttpCharsets.UTF_8, Map.of(), false));

    /** Writes members into the problem's object. */
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator out) throws IOException;
    }

    public static Problem of(ProblemKind type, String detail) {
        return new Problem(type, detail, null, List.of(), null);
    }

    public static Problem of(ProblemKind type, String field, String detail) {
        return new Problem(type, detail, field, List.of(), null);
    }

    public Problem withHeader(String name, String value) {
        List<HttpHeader> all = new ArrayList<>(headers);
        all.add(RawHeader.create(name, value));
        return new Problem(type, detail, field, List.copyOf(all), more);
    }

    public Problem withMembers(Members members) {
        return new Problem(type, detail, field, headers, members);
    }

    /** For throwing through code that has another result. */
    public ProblemException toException() {
        return new ProblemException(this);
    }

    public HttpResponse toResponse() {
        return HttpResponse.create()
                .withStatus(type.status())
                .addHeaders(headers)
                .withEntity(HttpEntities.create(CONTENT_TYPE, JsonBytes.of(this::write)));
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", type.uri());
        out.writeStringField("title", type.title());
        out.writeNumberField("status", type.status());
        out.writeStringField("detail", detail);
        if (field != null) {
            out.writeStringField("field", field);
        }
        if (more != null) {
            more.write(out);
        }
        out.writeEndObject();
    }
}

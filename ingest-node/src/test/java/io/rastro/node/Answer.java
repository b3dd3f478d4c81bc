package io.rastro.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;

/** What a server said. */
public record Answer(int status, Map<String, String> headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    /** That it is a problem of this status and type, well formed. */
    public Answer isProblem(int expected, String slug) {
        assertThat(status).as(body).isEqualTo(expected);
        assertThat(headers.get("content-type")).isEqualTo("application/problem+json");
        assertThat(json().path("type").asText()).isEqualTo("urn:rastro:problem:" + slug);
        assertThat(json().path("status").asInt()).isEqualTo(expected);
        assertThat(json().path("title").asText()).isNotEmpty();
        assertThat(json().path("detail").asText()).isNotEmpty();
        return this;
    }

    public Answer naming(String field) {
        assertThat(json().path("field").asText()).as(body).isEqualTo(field);
        return this;
    }

    public Answer isOk() {
        assertThat(status).as(body).isEqualTo(200);
        return this;
    }
}

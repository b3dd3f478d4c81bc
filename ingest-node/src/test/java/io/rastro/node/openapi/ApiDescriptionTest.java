package io.rastro.node.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.TestApi;
import io.rastro.node.problem.ProblemType;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ApiDescriptionTest {

    /** Files that pages are made of, not for clients. */
    private static final Set<String> NOT_DESCRIBED = Set.of("/common/", "/map/", "/pix/", "/webjars/");

    @Test
    void describesEveryRouteAndNoOther() {
        try (TestApi api = new TestApi()) {
            Set<String> served = new TreeSet<>();
            api.routes().stream()
                    .filter(route -> NOT_DESCRIBED.stream().noneMatch(route.template()::startsWith))
                    .forEach(route -> served.add(route.method().name() + " " + route.template()));
            Set<String> described = new TreeSet<>();
            JsonNode document = api.get("/openapi.json").isOk().json();
            document.path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .fieldNames()
                            .forEachRemaining(
                                    method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

            assertThat(described).isEqualTo(served);
        }
    }

    @Test
    void namesEveryProblemType() {
        try (TestApi api = new TestApi()) {
            Set<String> named = new TreeSet<>();
            api.get("/openapi.json")
                    .json()
                    .at("/components/schemas/Problem/properties/type/enum")
                    .forEach(type -> named.add(type.asText()));
            Set<String> known = new TreeSet<>();
            for (ProblemType type : ProblemType.values()) {
                known.add(type.uri());
            }

            assertThat(named).isEqualTo(known);
        }
    }
}

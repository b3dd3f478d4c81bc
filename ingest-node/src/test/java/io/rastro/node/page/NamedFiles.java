package io.rastro.node.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.node.TestApi;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a page names, and those that they name in their turn; each is served, and by nobody else. */
public final class NamedFiles {

    private static final Pattern NAMED = Pattern.compile(
            "(?:(?:src|href)=\"|^(?:import|export) [^;\"']*from '|import\\(')([^\"']+)[\"']", Pattern.MULTILINE);

    private final TestApi api;
    private final Set<String> files = new LinkedHashSet<>();

    private NamedFiles(TestApi api) {
        this.api = api;
    }

    /** Their paths. */
    public static Set<String> of(TestApi api, String path) {
        NamedFiles named = new NamedFiles(api);
        named.follow(path, api.get(path).isOk().body());
        named.files.remove(path);
        return named.files;
    }

    private void follow(String path, String text) {
        Matcher names = NAMED.matcher(text);
        while (names.find()) {
            String name = URI.create(path).resolve(names.group(1)).toString();
            if (!name.startsWith("data:") && !name.equals("/") && files.add(name)) {
                assertThat(name).startsWith("/");
                String body = api.get(name).isOk().body();
                if (!name.startsWith("/webjars/")) {
                    follow(name, body);
                }
            }
        }
    }
}

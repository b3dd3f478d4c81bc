package io.rastro.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Settings files beside this class, with {@code ${name}} to be filled in. */
final class Template {
    private Template() {}

    static Path write(String name, Path directory, Map<String, Object> values) throws IOException {
        String text = text(name);
        for (Map.Entry<String, Object> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue().toString());
        }
        return Files.writeString(directory.resolve(name), text);
    }

    static String text(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Template.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

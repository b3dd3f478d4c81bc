package io.rastro.node.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route's template taken apart. */
final class PathPattern {

    private final Route route;
    /** Null where a variable stands. */
    private final @Nullable String[] parts;

    PathPattern(Route route) {
        this.route = route;
        String[] names = route.template().substring(1).split("/", -1);
        @Nullable String[] literals = new @Nullable String[names.length];
        for (int i = 0; i < names.length; i++) {
            literals[i] = names[i].startsWith("{") ? null : names[i];
        }
        this.parts = literals;
    }

    Route route() {
        return route;
    }

    boolean matches(List<String> segments) {
        if (segments.size() != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part != null && !part.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    List<String> variables(List<String> segments) {
        List<String> variables = new ArrayList<>(1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == null) {
                variables.add(segments.get(i));
            }
        }
        return variables;
    }
}

package io.rastro.node.tracker;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a phone shows to prove who it is.
 *
 * @param user of Basic; null when it shows none
 * @param secret the password of Basic, the token of Bearer, or else that of the path; null when it shows none
 */
public record Credentials(@Nullable String user, @Nullable String secret) {

    /**
     * What cannot be read counts as not shown.
     *
     * @param pathToken of an app that can do nothing else; null when the path has none
     */
    static Credentials of(HttpRequest request, @Nullable String pathToken) {
        String header = request.getHeader("Authorization")
                .map(HttpHeader::value)
                .orElse("")
                .strip();
        int space = header.indexOf(' ');
        String value = space < 0 ? "" : header.substring(space).strip();
        return switch (space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(value, pathToken);
            case "bearer" -> new Credentials(null, value);
            default -> new Credentials(null, pathToken);
        };
    }

    private static Credentials basic(String value, @Nullable String pathToken) {
        String both;
        try {
            both = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return new Credentials(null, pathToken);
        }
        int colon = both.indexOf(':');
        String user = colon < 0 ? both : both.substring(0, colon);
        String password = colon < 0 ? "" : both.substring(colon + 1);
        return new Credentials(user.isEmpty() ? null : user, password.isEmpty() ? pathToken : password);
    }

    /** Without what it says. */
    @Override
    public String toString() {
        return "Credentials";
    }
}

package io.rastro.node.share;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/**
 * {@code rastro.share} in {@code application.conf}.
 *
 * @param secrets the first signs, all are accepted; none: there are no links
 * @param baseUrl where the receivers of links reach the nodes, without a slash at its end; empty: as the sender did
 * @param defaultTimeToLive of a link whose sender names none
 * @param maxTimeToLive that a sender may name
 */
public record ShareSettings(List<String> secrets, String baseUrl, Duration defaultTimeToLive, Duration maxTimeToLive) {

    static final Duration SHORTEST = Duration.ofMinutes(1);

    private static final String SECRETS = "rastro.share.secrets";
    private static final String BASE_URL = "rastro.share.base-url";
    private static final String DEFAULT_TIME_TO_LIVE = "rastro.share.default-time-to-live";
    private static final String MAX_TIME_TO_LIVE = "rastro.share.max-time-to-live";
    private static final int LEAST_CHARACTERS = 32;

    /** A token that is wrong is held against each of them. */
    private static final int MOST_SECRETS = 8;

    private static final Duration LONGEST = Duration.ofDays(90);

    public ShareSettings {
        secrets = List.copyOf(secrets);
    }

    public static ShareSettings from(Config root) {
        Duration max = Settings.durationIn(root, MAX_TIME_TO_LIVE, SHORTEST, LONGEST);
        return new ShareSettings(
                secrets(root),
                baseUrl(root.getString(BASE_URL).strip()),
                Settings.durationIn(root, DEFAULT_TIME_TO_LIVE, SHORTEST, max),
                max);
    }

    private static List<String> secrets(Config root) {
        List<String> secrets = Settings.textsIn(root, SECRETS, MOST_SECRETS);
        for (int i = 0; i < secrets.size(); i++) {
            if (secrets.get(i).length() < LEAST_CHARACTERS) {
                throw new IllegalArgumentException("setting " + SECRETS + " must hold at least " + LEAST_CHARACTERS
                        + " characters in each, number " + (i + 1) + " has fewer");
            }
        }
        return secrets;
    }

    /** Without a path: the page's files are at the root. */
    private static String baseUrl(String text) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            URI uri = new URI(text);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            String path = uri.getRawPath();
            if (http
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (path.isEmpty() || path.equals("/"))) {
                return uri.getScheme() + "://" + uri.getRawAuthority();
            }
        } catch (URISyntaxException noUrl) {
            // said below
        }
        throw new IllegalArgumentException(
                "setting " + BASE_URL + " must be http:// or https:// with a host and perhaps a port, or empty");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "ShareSettings[secrets=" + secrets.size() + ", baseUrl=" + baseUrl + ", defaultTimeToLive="
                + defaultTimeToLive + ", maxTimeToLive=" + maxTimeToLive + ']';
    }
}

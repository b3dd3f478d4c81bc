package io.rastro.node.map;

import com.typesafe.config.Config;
import java.net.URI;

/**
 * {@code rastro.map} in {@code application.conf}.
 *
 * @param tileUrl with {@code {z}}, {@code {x}} and {@code {y}}; empty: a graticule
 * @param tileAttribution who is named on the map
 */
public record MapSettings(String tileUrl, String tileAttribution) {

    public static MapSettings from(Config root) {
        return new MapSettings(
                checked(root.getString("rastro.map.tile-url").trim()), root.getString("rastro.map.tile-attribution"));
    }

    /** Scheme and host of the tiles, for the content security policy; empty without tiles. */
    String tileOrigin() {
        if (tileUrl.isEmpty()) {
            return "";
        }
        URI uri = withoutBraces(tileUrl);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static String checked(String tileUrl) {
        if (!tileUrl.isEmpty()) {
            URI uri = withoutBraces(tileUrl);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!http || uri.getHost() == null || !tileUrl.contains("{z}")) {
                throw new IllegalArgumentException(
                        "setting rastro.map.tile-url must be a URL with {z}, {x} and {y}, or empty");
            }
        }
        return tileUrl;
    }

    private static URI withoutBraces(String tileUrl) {
        return URI.create(tileUrl.replace("{", "").replace("}", ""));
    }
}

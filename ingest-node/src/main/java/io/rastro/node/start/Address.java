package io.rastro.node.start;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** A host and a port. */
record Address(String host, int port) {

    /** @param key the setting that the text is from */
    static Address parse(String key, String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= 65_535) {
                return new Address(text.substring(0, colon), port);
            }
        } catch (NumberFormatException notAPort) {
            // said below
        }
        throw new IllegalArgumentException("setting " + key + " must hold host:port");
    }

    static List<Address> parseAll(String key, String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(text -> parse(key, text.trim()))
                .toList();
    }

    static Address ofUrl(String key, String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("setting " + key + " must be a URL");
        }
        int standard = "https".equals(uri.getScheme()) ? 443 : 80;
        return new Address(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

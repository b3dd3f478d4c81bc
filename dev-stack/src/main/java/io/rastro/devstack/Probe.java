package io.rastro.devstack;

import java.io.IOException;
import java.net.URI;

/** Asks a server in its own protocol whether it takes requests. */
@FunctionalInterface
interface Probe {
    /** False, or an exception, as long as it does not. Takes at most a few seconds. */
    boolean isReady() throws IOException;

    /** Ready when a GET is answered 200. */
    static Probe http(URI uri) {
        return () -> Http.get(uri).statusCode() == 200;
    }
}

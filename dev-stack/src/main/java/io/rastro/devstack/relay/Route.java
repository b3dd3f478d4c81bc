package io.rastro.devstack.relay;

import java.net.SocketAddress;
import java.util.List;

/** Says where connections go. */
@FunctionalInterface
public interface Route {

    /** Where the next connection goes; when one refuses it, to the one after. Empty: it is turned away. */
    List<SocketAddress> next();
}

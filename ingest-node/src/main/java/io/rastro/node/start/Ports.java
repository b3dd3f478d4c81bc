package io.rastro.node.start;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether the ports of a node can be had before anything is started that would have to be stopped again. */
final class Ports {

    private Ports() {}

    static void requireFree(String what, String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw StartFailure.failed("the host " + host + " of " + what + " is not known on this machine");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException taken) {
            throw StartFailure.failed(
                    "the port " + port + " of " + what + " on " + host + " cannot be had: " + taken.getMessage());
        }
    }
}

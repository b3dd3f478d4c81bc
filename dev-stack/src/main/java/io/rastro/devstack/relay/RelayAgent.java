package io.rastro.devstack.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A Java agent that makes servers of this machine reachable for a process in a network of its own: what it connects to at
 * 127.0.0.1 goes through Unix domain sockets, whose paths are the same in every network.
 */
public final class RelayAgent {

    private RelayAgent() {}

    /** @param args {@code PORT=PATH[,PORT=PATH...]} */
    public static void premain(String args) throws IOException {
        for (String one : args.split(",")) {
            String[] parts = one.split("=", 2);
            UnixDomainSocketAddress path = UnixDomainSocketAddress.of(parts[1]);
            // It ends with the process.
            var unused = Relay.listen(local(Integer.parseInt(parts[0])), () -> List.of(path), "relay-" + parts[0]);
        }
    }

    /** The other end: what comes at the path goes to that port of 127.0.0.1. */
    public static Relay outside(Path path, int port) throws IOException {
        InetSocketAddress target = local(port);
        return Relay.listen(UnixDomainSocketAddress.of(path), () -> List.of(target), "relay-" + port);
    }

    /** An agent is named by a jar; the class itself is on the class path of the process. */
    public static Path writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", RelayAgent.class.getName());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    private static InetSocketAddress local(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}

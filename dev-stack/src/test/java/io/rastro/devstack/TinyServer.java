package io.rastro.devstack;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A child that costs nothing: answers every GET with 200, or misbehaves as it is told. */
final class TinyServer {
    private TinyServer() {}

    public static void main(String[] args) throws Exception {
        String manner = args.length > 1 ? args[1] : "good";
        if (manner.equals("failing")) {
            System.out.println("ERROR the disk is full");
            System.out.println("\tat some.Code");
            System.exit(3);
        }
        if (manner.equals("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(TinyServer::forever));
        }
        if (manner.equals("draining")) {
            Runtime.getRuntime().addShutdownHook(new Thread(TinyServer::drain));
        }
        HttpServer server = HttpServer.create(Ports.local(Integer.parseInt(args[0])), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    static List<String> command(int port, String manner) throws Exception {
        Path classes = Path.of(TinyServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-Xmx32m",
                "-cp",
                classes + File.pathSeparator + classes.resolveSibling("classes"),
                TinyServer.class.getName(),
                port + "",
                manner);
    }

    private static void drain() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println("drained");
    }

    private static void forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

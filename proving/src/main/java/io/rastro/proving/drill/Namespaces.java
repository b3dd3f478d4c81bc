package io.rastro.proving.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Network namespaces of this machine, each with one address, on one bridge with the machine itself: what is in them reaches
 * the others and the machine, until they are cut off from each other. Needs root and iproute2. All of it is removed at the
 * end, also when this process is told to stop; what a killed one has left is removed by the next.
 */
public final class Namespaces implements AutoCloseable {

    private static final String PREFIX = "rastro-";
    private static final int PATIENCE_SECONDS = 20;
    private static final Pattern NETWORK = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\.\\d+(?:/(\\d+))?");
    private static final Pattern OURS = Pattern.compile("^" + PREFIX + "(\\d+)-\\d+");
    private static final int HOST = 254;

    private final long pid = ProcessHandle.current().pid();
    private final String bridge = "rb" + pid;
    private final String net;
    private final int count;
    private final Thread atExit = new Thread(this::remove, "remove-namespaces");

    private Namespaces(int count, String net) {
        this.count = count;
        this.net = net;
    }

    /**
     * Why there can be none here, in a sentence; null when there can.
     */
    public static @Nullable String impossible() {
        try {
            if (!"0".equals(run("id", "-u").strip())) {
                return "network namespaces are made by root only: run this as root";
            }
            run("ip", "netns", "list");
            return null;
        } catch (IOException e) {
            return "network namespaces need the command ip of iproute2 (" + e.getMessage() + ")";
        }
    }

    /** @throws IOException when they cannot be made; nothing of them is left then */
    public static Namespaces make(int count) throws IOException {
        sweep();
        Namespaces made = new Namespaces(count, freeNetwork());
        Runtime.getRuntime().addShutdownHook(made.atExit);
        try {
            made.make();
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private void make() throws IOException {
        run("ip", "link", "add", bridge, "type", "bridge");
        run("ip", "addr", "add", net + HOST + "/24", "dev", bridge);
        run("ip", "link", "set", bridge, "up");
        for (int k = 0; k < count; k++) {
            String outside = outside(k);
            run("ip", "netns", "add", name(k));
            run("ip", "link", "add", outside, "type", "veth", "peer", "name", "net0", "netns", name(k));
            run("ip", "link", "set", outside, "master", bridge, "up");
            run("ip", "-n", name(k), "addr", "add", host(k) + "/24", "dev", "net0");
            run("ip", "-n", name(k), "link", "set", "net0", "up");
            run("ip", "-n", name(k), "link", "set", "lo", "up");
        }
    }

    public int count() {
        return count;
    }

    /** The address in a namespace. */
    public String host(int k) {
        return net + (k + 1);
    }

    /** What starts a command in it and becomes the command. */
    public List<String> launcher(int k) {
        return List.of("ip", "netns", "exec", name(k));
    }

    /** One can no longer reach the others, nor they it; the machine reaches all of them. */
    void cutOff(int lonely) throws IOException {
        for (int k = 0; k < count; k++) {
            if (k != lonely) {
                run("ip", "-n", name(lonely), "route", "replace", "blackhole", host(k) + "/32");
                run("ip", "-n", name(k), "route", "replace", "blackhole", host(lonely) + "/32");
            }
        }
    }

    void heal() throws IOException {
        for (int k = 0; k < count; k++) {
            for (String route : run("ip", "-n", name(k), "route", "show", "type", "blackhole")
                    .lines()
                    .toList()) {
                String address = route.strip().replaceFirst("^blackhole ", "").split(" ", 2)[0];
                run("ip", "-n", name(k), "route", "del", "blackhole", address);
            }
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // removed, which is all that was wanted
        }
    }

    /** What is not there needs not be removed. */
    private synchronized void remove() {
        for (int k = 0; k < count; k++) {
            quietly("ip", "link", "del", outside(k));
            quietly("ip", "netns", "del", name(k));
        }
        quietly("ip", "link", "del", bridge);
    }

    private String name(int k) {
        return PREFIX + pid + "-" + k;
    }

    /** Interfaces have names of 15 characters. */
    private String outside(int k) {
        return "rv" + pid + "x" + k;
    }

    private static void sweep() throws IOException {
        for (String line : run("ip", "netns", "list").lines().toList()) {
            Matcher ours = OURS.matcher(line);
            if (ours.find() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                quietly("ip", "netns", "del", line.split(" ", 2)[0]);
                quietly("ip", "link", "del", "rb" + ours.group(1));
            }
        }
    }

    /** The first three numbers of a network of 256 addresses that nothing here overlaps with. */
    private static String freeNetwork() throws IOException {
        List<long[]> taken = new ArrayList<>();
        Matcher networks = NETWORK.matcher(run("ip", "-4", "-o", "addr", "show") + run("ip", "-4", "route", "show"));
        while (networks.find()) {
            taken.add(range(networks));
        }
        for (int third = 200; third < 250; third++) {
            long first = (10L << 24) + (213L << 16) + ((long) third << 8);
            if (taken.stream().noneMatch(range -> range[0] <= first + 255 && first <= range[1])) {
                return "10.213." + third + ".";
            }
        }
        throw new IOException("all networks in 10.213.200.0 to 10.213.249.255 are in use here");
    }

    private static long[] range(Matcher network) {
        long address = (Long.parseLong(network.group(1)) << 24)
                + (Long.parseLong(network.group(2)) << 16)
                + (Long.parseLong(network.group(3)) << 8);
        int bits = network.group(4) == null ? 32 : Integer.parseInt(network.group(4));
        long size = 1L << Math.max(8, 32 - bits);
        long first = address / size * size;
        return new long[] {first, first + size - 1};
    }

    private static void quietly(String... command) {
        try {
            run(command);
        } catch (IOException notThere) {
            // as is wanted
        }
    }

    private static String run(String... command) throws IOException {
        Path said = Files.createTempFile("rastro-ip", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(said, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(
                        String.format(Locale.ROOT, "`%s` failed: %s", String.join(" ", command), output.strip()));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(said);
        }
    }
}

package io.rastro.cli;

import static org.awaitility.Awaitility.await;

import io.rastro.devstack.Endpoints;
import io.rastro.devstack.PortPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code rastro dev} as its users run it: a process of its own. */
final class DevProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Path data;

    private DevProcess(Process process, Path data) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.data = data;
    }

    static DevProcess start(Path data, PortPlan ports, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.rastro.cli.Rastro",
                "dev",
                "--data",
                data.toString(),
                "--port-base",
                Integer.toString(ports.http())));
        command.addAll(List.of(more));
        return new DevProcess(
                new ProcessBuilder(command)
                        .redirectError(data.resolveSibling("dev.err").toFile())
                        .start(),
                data);
    }

    /** The URL of its line {@code ready URL}. */
    String awaitReady() throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith("ready http://")) {
            throw new AssertionError("dev said " + line + ", see " + data.resolveSibling("dev.err"));
        }
        return line.substring("ready ".length());
    }

    Endpoints endpoints() {
        return Endpoints.read(data);
    }

    List<Long> childPids() {
        Endpoints.Pids pids = endpoints().pids();
        return Stream.concat(
                        Stream.of(pids.cassandra(), pids.kafka(), pids.s3(), pids.registry()), pids.nodes().stream())
                .toList();
    }

    void killNode() {
        kill(endpoints().pids().nodes().get(0));
    }

    /** SIGTERM; how long it took. */
    Duration stop() throws InterruptedException {
        long started = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("dev does not stop");
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    static void awaitGone(List<Long> pids) {
        await().atMost(Duration.ofSeconds(20)).until(() -> pids.stream().noneMatch(DevProcess::isAlive));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}

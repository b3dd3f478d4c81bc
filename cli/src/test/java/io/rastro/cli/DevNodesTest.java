package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.cli.NodeConfigFile.Place;
import io.rastro.devstack.Endpoints;
import io.rastro.devstack.PortPlan;
import io.rastro.node.pix.PixHttpSettings;
import io.rastro.node.share.ShareSettings;
import io.rastro.node.start.Configuration;
import io.rastro.protocol.pix.Pseudonyms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevNodesTest {

    private static final Endpoints SERVERS = new Endpoints(
            List.of(),
            List.of(),
            "127.0.0.1:1",
            new Endpoints.Cassandra("127.0.0.1:2", "datacenter1"),
            new Endpoints.S3("http://127.0.0.1:3", "lake", "key", "key", "region"),
            "http://127.0.0.1:4",
            new Endpoints.Pids(null, null, null, null, List.of()));

    @TempDir
    private Path dir;

    /** Others stand still for as long as it takes to collect all: with 50,000 couriers a node ended itself for that. */
    @Test
    void noNodeHasACollectorThatStopsForAll() throws Exception {
        for (boolean several : List.of(true, false)) {
            List<String> said = finalFlags(DevNodes.flags(several));
            assertThat(value(said, "UseG1GC")).isEqualTo("true");
            assertThat(value(said, "MaxHeapSize")).isEqualTo(Long.toString(1L << 30));
        }
    }

    /** A link is opened at any node, and after any restart. */
    @Test
    void everyNodeSignsLinksWithTheSameSecretWhichIsMadeOnce() throws Exception {
        Path data = Files.createDirectories(dir.resolve("a \"quoted\" \\ directory"));
        List<Place> places = List.of(place(0), place(1));
        Files.createDirectories(data.resolve("nodes"));
        Files.writeString(data.resolve("nodes/share.conf.tmp"), "what a death left");

        DevNodes nodes = new DevNodes(data, SERVERS, "rastro.http.max-live = 17\n");
        nodes.node("node-0", places.get(0), places);
        nodes.joining("node-1", places.get(1), places);
        List<String> first = secrets(data, "node-0");
        new DevNodes(data, SERVERS, "").node("node-0", places.get(0), places);

        assertThat(first).singleElement().satisfies(secret -> assertThat(secret).matches("[0-9a-f]{64}"));
        assertThat(secrets(data, "node-1")).isEqualTo(first);
        assertThat(secrets(data, "node-0")).isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(data.resolve("nodes/share.conf")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(data.resolve("nodes/node-0.conf"))).doesNotContain(first.get(0));
    }

    @Test
    void everyNodeMakesPseudonymsWithTheSameSecretWhichIsMadeOnce() throws Exception {
        List<Place> places = List.of(place(0), place(1));
        for (int times = 0; times < 2; times++) {
            DevNodes nodes = new DevNodes(dir, SERVERS, "");
            nodes.node("node-" + times, places.get(0), places);
        }

        List<String> pseudonyms = pseudonyms("node-0");
        assertThat(pseudonyms).singleElement().satisfies(one -> assertThat(one).startsWith("dev."));
        assertThat(pseudonyms("node-1")).isEqualTo(pseudonyms);
        assertThat(PixHttpSettings.from(Configuration.load(dir.resolve("nodes/node-0.conf")))
                        .ispb())
                .isEqualTo("99999A04");
        assertThat(Files.getPosixFilePermissions(dir.resolve("nodes/pix.conf")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> pseudonyms(String node) {
        return new Pseudonyms(PixHttpSettings.from(Configuration.load(dir.resolve("nodes/" + node + ".conf")))
                        .secrets())
                .all("12345678909");
    }

    @Test
    void eachSystemHasASecretOfItsOwn() throws Exception {
        List<Place> places = List.of(place(0));
        for (String name : List.of("a", "b")) {
            new DevNodes(dir.resolve(name), SERVERS, "").node("node-0", places.get(0), places);
        }

        assertThat(secrets(dir.resolve("a"), "node-0")).isNotEqualTo(secrets(dir.resolve("b"), "node-0"));
    }

    private static Place place(int node) {
        return Place.here(PortPlan.base(20_000).node(node));
    }

    private static List<String> secrets(Path data, String node) {
        return ShareSettings.from(Configuration.load(data.resolve("nodes").resolve(node + ".conf")))
                .secrets();
    }

    private static List<String> finalFlags(List<String> flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(NodeClasses.java()));
        command.addAll(flags);
        command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static String value(List<String> said, String flag) {
        return said.stream()
                .filter(line -> line.contains(" " + flag + " "))
                .map(line -> line.substring(line.indexOf('=') + 1).strip().split(" ")[0])
                .findFirst()
                .orElseThrow();
    }
}

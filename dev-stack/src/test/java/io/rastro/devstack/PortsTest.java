package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void namesATakenPortAndTheWayOut(String address) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            int port = taken.getLocalPort();
            assertThatExceptionOfType(DevStackException.class)
                    .isThrownBy(() -> Ports.requireFree("Kafka", port))
                    .withMessageStartingWith("Port " + port + ", which Kafka needs, is taken")
                    .withMessageEndingWith("stop that process, or choose other ports with --port-base.");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheHolder() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.holder(taken.getLocalPort()))
                    .hasValueSatisfying(who -> assertThat(who)
                            .startsWith("process " + ProcessHandle.current().pid()));
        }
    }

    @Test
    void letsAFreePortPass() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Ports.requireFree("Kafka", port);
    }
}

package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class SharedStackIT {
    @Test
    void isOneForAllTestsAndGrowsByWhatTheyNeed() {
        DevStack first = DevStack.shared(Server.S3);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> first.process(Server.REGISTRY))
                .withMessageContaining("no schema registry");
        assertThat(first.endpoints().registry()).isNull();
        long pid = first.process(Server.S3).pid();

        DevStack second = DevStack.shared(Server.S3, Server.REGISTRY);

        assertThat(second).isSameAs(first);
        assertThat(second.process(Server.S3).pid()).isEqualTo(pid);
        assertThat(second.process(Server.REGISTRY).isReady()).isTrue();
        assertThat(Endpoints.read(second.data())).isEqualTo(second.endpoints());
    }
}

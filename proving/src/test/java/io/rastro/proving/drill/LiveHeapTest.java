package io.rastro.proving.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

    @Test
    void countsWhatIsAliveInAJvm() throws Exception {
        assertThat(LiveHeap.impossible()).isEmpty();
        List<Long> self = List.of(ProcessHandle.current().pid());
        LiveHeap before = LiveHeap.of(self);
        long[] more = new long[4_000_000];
        LiveHeap after = LiveHeap.of(self);

        assertThat(after.bytes() - before.bytes()).isBetween(24_000_000L, 48_000_000L);
        assertThat(after.growth(before, 1).get(0).getKey()).isEqualTo("[J");
        assertThat(more).hasSize(4_000_000);
    }

    @Test
    void readsTheClassesAndTheirSum() throws Exception {
        LiveHeap heap = LiveHeap.parse(List.of(
                "4711:",
                " num     #instances         #bytes  class name (module)",
                "-------------------------------------------------------",
                "   1:          1200          48000  [J (java.base@17.0.19)",
                "   2:            10            320  io.rastro.Some",
                "Total          1210          48320"));

        assertThat(heap).isEqualTo(new LiveHeap(48320, Map.of("[J", 48000L, "io.rastro.Some", 320L)));
    }

    @Test
    void saysWhatJcmdSaysInstead() {
        assertThatThrownBy(() -> LiveHeap.parse(List.of("4711:", "java.io.IOException: No such process")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such process");
    }
}

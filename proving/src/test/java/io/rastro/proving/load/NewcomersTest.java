package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewcomersTest {

    @Test
    void everyCourierComesOnce() {
        Newcomers newcomers = new Newcomers("new", 120, 50, 1);
        List<Integer> sizes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Batch batch = newcomers.poll(); batch != null; batch = newcomers.poll()) {
            assertThat(Positions.of(batch.content()).courierId())
                    .as("the gateway's route")
                    .isNull();
            sizes.add(batch.content().size());
            Positions.of(batch.content()).fixes().forEach(fix -> ids.add(fix.courierId()));
            newcomers.release(batch);
        }

        assertThat(sizes).containsExactly(50, 50, 20);
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 120).mapToObj(k -> "new-" + k).toList());
        assertThat(newcomers.isExhausted()).isTrue();
        assertThat(newcomers.total()).isEqualTo(120);
    }
}

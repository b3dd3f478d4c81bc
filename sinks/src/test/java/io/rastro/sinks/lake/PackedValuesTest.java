package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedValuesTest {

    @Test
    void givesBackWhatWasAddedAlsoWhatIsLargerThanASlab() {
        Random random = new Random(17);
        PackedValues packed = new PackedValues();
        List<byte[]> added = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            byte[] value = new byte[i % 1_000 == 999 ? 300_000 : random.nextInt(400)];
            random.nextBytes(value);
            packed.add(value);
            added.add(value);
        }

        assertThat(packed.size()).isEqualTo(5_000);
        assertThat(packed.bytes())
                .isEqualTo(added.stream().mapToLong(value -> value.length).sum());
        for (int i = 0; i < added.size(); i++) {
            assertThat(packed.get(i)).isEqualTo(added.get(i));
        }
    }

    @Test
    void showsSomeOfThemInTheOrderGiven() {
        PackedValues packed = new PackedValues();
        packed.add(new byte[] {1});
        packed.add(new byte[] {});
        packed.add(new byte[] {3, 3});

        assertThat(packed.view(new int[] {2, 0, 1})).containsExactly(new byte[] {3, 3}, new byte[] {1}, new byte[] {});
    }
}

package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.rastro.sinks.SinksSettings;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LakeGroupTest {

    private static SinksSettings settings(String overrides) {
        return SinksSettings.from(ConfigFactory.load(ConfigFactory.parseString(overrides)));
    }

    /** As it is deployed a sink has a heap of 998 MiB. */
    @Test
    void holdLessThanHalfOfASinksHeapByDefault() {
        SinksSettings settings = settings("");

        long most = LakeGroup.enabled(settings).stream()
                .mapToLong(group -> group.mostBytes(settings.kafka().partitions()))
                .sum();
        assertThat(most).isEqualTo(480L << 20);
    }

    @Test
    void areThoseThatAreEnabled() {
        assertThat(LakeGroup.enabled(settings(""))).extracting(LakeGroup::sink).containsExactly("lake", "pix-lake");
        assertThat(LakeGroup.enabled(settings("rastro.sinks.pix-lake.enabled = false")))
                .extracting(LakeGroup::sink)
                .containsExactly("lake");
        assertThat(LakeGroup.enabled(settings("rastro.sinks.lake.enabled = false")))
                .isEmpty();
    }

    /** Or two would write one file. */
    @Test
    void shareNoTopic() {
        SinksSettings settings = settings("");

        assertThat(Stream.of(LakeGroup.ofPositions(settings), LakeGroup.ofPix(settings))
                        .flatMap(group -> group.byTopic().keySet().stream()))
                .containsExactlyInAnyOrder(
                        "courier.positions", "pix.pagamentos", "pix.recebimentos", "pix.estornos", "pix.sinais");
    }
}

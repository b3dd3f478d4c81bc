package io.rastro.sinks.lake;

import io.rastro.sinks.SinksSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Datasets that one consumer group writes, see docs/adr/0004-lake-exactness.md for why there are several.
 *
 * @param sink as metrics name it
 */
public record LakeGroup(String sink, LakeSettings settings, List<Dataset<?>> datasets) {

    public LakeGroup {
        datasets = List.copyOf(datasets);
    }

    public static LakeGroup ofPositions(SinksSettings sinks) {
        return new LakeGroup(
                "lake", sinks.lake(), List.of(Datasets.positions(sinks.kafka().topics())));
    }

    public static LakeGroup ofPix(SinksSettings sinks) {
        return new LakeGroup(
                "pix-lake", sinks.pixLake(), Datasets.allPix(sinks.kafka().topics()));
    }

    /** Those that this node writes. */
    static List<LakeGroup> enabled(SinksSettings sinks) {
        return Stream.of(ofPositions(sinks), ofPix(sinks))
                .filter(group -> group.settings().enabled())
                .toList();
    }

    /** @param partitions of each topic */
    long mostBytes(int partitions) {
        return settings.mostBytes(datasets.size() * partitions);
    }

    Map<String, Dataset<?>> byTopic() {
        return datasets.stream().collect(Collectors.toUnmodifiableMap(Dataset::topic, Function.identity()));
    }
}

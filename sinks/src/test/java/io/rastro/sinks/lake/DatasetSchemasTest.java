package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.sinks.kafka.TopicNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the files' schemas are is a contract: a column may be added behind the others, and none be changed. A golden file that
 * is missing is written, and is to be committed.
 */
class DatasetSchemasTest {

    private static final Path GOLDEN = Path.of("src/test/resources/lake");

    static Stream<Dataset<?>> datasets() {
        return Stream.concat(
                Stream.of(Datasets.positions(TopicNames.USUAL)), Datasets.allPix(TopicNames.USUAL).stream());
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void areTheCommittedOnes(Dataset<?> dataset) throws Exception {
        Path golden = GOLDEN.resolve(dataset.topic() + ".schema");
        String schema = dataset.columns().schema().toString();
        if (!Files.exists(golden)) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, schema);
            throw new AssertionError(golden + " was missing and is written: look at it, and commit it");
        }

        assertThat(schema).isEqualTo(Files.readString(golden));
    }
}

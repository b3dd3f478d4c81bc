package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
    @TempDir
    private Path dir;

    @Test
    void refusesADirectoryInUse() throws IOException {
        DataDir held = DataDir.open(dir, false);
        assertThatExceptionOfType(DevStackException.class)
                .isThrownBy(() -> DataDir.open(dir, true))
                .withMessage("The data directory " + dir + " is in use by another running system (process "
                        + ProcessHandle.current().pid() + "): stop that one first, or choose another with --data.");
        held.close();
        DataDir.open(dir, false).close();
    }

    @Test
    void emptiesOnlyWhatIsItsOwn() throws IOException {
        Path mine = Files.writeString(dir.resolve("letter.txt"), "keep");
        Path segment = Files.createDirectories(dir.resolve("kafka/topic-0")).resolve("0.log");
        Files.writeString(segment, "old");
        Files.writeString(dir.resolve("endpoints.json"), "{}");

        DataDir.open(dir, true).close();

        assertThat(mine).exists();
        assertThat(segment).doesNotExist();
        assertThat(dir.resolve("kafka")).isEmptyDirectory();
        assertThat(dir.resolve("endpoints.json")).doesNotExist();
    }

    @Test
    void keepsWhatThereIs() throws IOException {
        Path segment = Files.createDirectories(dir.resolve("kafka")).resolve("0.log");
        Files.writeString(segment, "old");
        DataDir.open(dir, false).close();
        assertThat(segment).hasContent("old");
    }
}

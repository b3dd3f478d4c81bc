package io.rastro.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path dir;

    @Test
    void isBoundedWhileItsWriterHoldsItOpen() throws IOException {
        Path path = dir.resolve("kafka.log");
        LogFile log = new LogFile(path);
        try (OutputStream writer = new FileOutputStream(path.toFile(), true)) {
            writer.write(new byte[17 << 20]);
            log.bound();
            writer.write("after\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(path).hasContent("after");
        assertThat(dir.resolve("kafka.log.1")).hasSize(17 << 20);
    }

    @Test
    void leavesAShortOneAlone() throws IOException {
        Path path = Files.writeString(dir.resolve("kafka.log"), "one\ntwo\nthree\n");
        LogFile log = new LogFile(path);
        log.bound();
        assertThat(log.tail(2)).containsExactly("two", "three");
    }

    @Test
    void hasNoTailWhenThereIsNoLog() {
        assertThat(new LogFile(dir.resolve("none.log")).tail(5)).isEmpty();
    }

    @Test
    void picksTheLineThatSaysWhatWentWrong() {
        assertThat(LogFile.cause(List.of("INFO up", "ERROR no disk", "\tat a.B", "INFO bye")))
                .isEqualTo("ERROR no disk");
        assertThat(LogFile.cause(List.of("INFO up", "  more", ""))).isEqualTo("INFO up");
        assertThat(LogFile.cause(List.of())).isEqualTo("it said nothing");
    }
}

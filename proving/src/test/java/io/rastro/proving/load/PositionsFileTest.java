package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionsFileTest {

    @TempDir
    Path dir;

    private final List<String> bad = new ArrayList<>();

    @Test
    void findsColumnsByNameAndIgnoresOthers() throws IOException {
        List<Fix> fixes = read("""
                platform,lon,lat,speed_mps,timestamp,mover_id
                ios,-46.7215648,-23.5634574,-1,2017-07-27T18:04:37.500Z,c-1
                """);

        assertThat(fixes)
                .containsExactly(new Fix(
                        "c-1",
                        Instant.parse("2017-07-27T18:04:37.500Z").toEpochMilli(),
                        -23.5634574,
                        -46.7215648,
                        Double.NaN,
                        -1,
                        Double.NaN,
                        Double.NaN,
                        2));
        assertThat(bad).isEmpty();
    }

    @Test
    void readsGzipWhateverTheFileIsCalled() throws IOException {
        Path file = dir.resolve("positions.csv");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("mover_id,timestamp,lat,lon\nc-1,1501178677000,1,2\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(readAll(file)).hasSize(1);
    }

    @Test
    void tellsBadRowsByLineAndGoesOn() throws IOException {
        List<Fix> fixes = read("""
                mover_id,timestamp,lat,lon
                c-1,2017-07-27T18:04:37Z,north,2
                c-1,yesterday,1,2
                ,2017-07-27T18:04:37Z,1,2
                c-1,2017-07-27T18:04:37Z,1
                c-1,2017-07-27T18:04:37Z,NaN,2

                "c-1",2017-07-27T15:04:37-03:00,91,-181
                """);

        assertThat(fixes).singleElement().satisfies(fix -> {
            assertThat(fix.lat()).as("the system is to judge it").isEqualTo(91);
            assertThat(fix.fixedAtMillis())
                    .isEqualTo(Instant.parse("2017-07-27T18:04:37Z").toEpochMilli());
            assertThat(fix.line()).isEqualTo(8);
        });
        assertThat(bad)
                .containsExactly(
                        "2 lat is not a number: north",
                        "3 timestamp is not an RFC 3339 instant: yesterday",
                        "4 mover_id is empty",
                        "5 lon is empty",
                        "6 lat is not a number: NaN");
    }

    @Test
    void saysWhichColumnIsMissing() {
        assertThatThrownBy(() -> read("mover_id,lat,lon\nc-1,1,2\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no column timestamp")
                .hasMessageContaining("mover_id,lat,lon");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> readAll(dir.resolve("none.csv")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no such file");
    }

    private List<Fix> read(String text) throws IOException {
        Path file = dir.resolve("some.csv");
        Files.writeString(file, text);
        return readAll(file);
    }

    private List<Fix> readAll(Path file) throws IOException {
        List<Fix> fixes = new ArrayList<>();
        try (CsvFile<Fix> rows = PositionsFile.open(file, (line, why) -> bad.add(line + " " + why))) {
            for (Fix fix = rows.next(); fix != null; fix = rows.next()) {
                fixes.add(fix);
            }
        }
        return fixes;
    }
}

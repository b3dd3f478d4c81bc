package io.rastro.protocol.courier;

import static io.rastro.protocol.courier.Bodies.ndjson;
import static io.rastro.protocol.courier.Bodies.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.UnreadableBodyException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NdjsonBodyTest {

    private static final String A = "{\"fixedAt\":1795248930123,\"lat\":1,\"lon\":2}";
    private static final Position AT_A = Position.of(Samples.FIXED_AT, 1, 2);

    @Test
    void readsLineByLine() throws UnreadableBodyException {
        for (String body : new String[] {
            A + "\n" + A, A + "\r\n" + A + "\r\n", "\uFEFF" + A + "\n\n \t\r\n" + A + "\n", "\n" + A + "\n" + A
        }) {
            PositionBatch batch = ndjson(body);
            assertThat(positions(batch)).containsExactly(AT_A, AT_A);
            assertThat(batch.items()).isEqualTo(2);
        }
    }

    @Test
    void readsNothingFromBlankLines() throws UnreadableBodyException {
        assertThat(ndjson("").items()).isZero();
        assertThat(ndjson("\r\n \n\n").items()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "[{}]          | must be one JSON object",
                "17            | must be one JSON object",
                "{}{}          | must be one JSON object, but the line goes on after it",
                "{} 1          | must be one JSON object, but the line goes on after it",
                "{'secret':1}x | is not valid JSON at column 13",
                "secret        | is not valid JSON at column 1",
                "{'lat':1,     | ends before its JSON is complete, at column 10",
                "{'lat':       | ends before its JSON is complete, at column 8",
                "{'lat'        | ends before its JSON is complete, at column 7",
                "}             | is not valid JSON at column 1",
            })
    void spoilsOnlyTheBadLine(String line, String reason) throws UnreadableBodyException {
        PositionBatch batch = ndjson(A + "\n\n" + line.replace('\'', '"') + "\n" + A);

        assertThat(positions(batch)).containsExactly(AT_A, AT_A);
        assertThat(batch.rejections()).containsExactly(new Rejection(1, Bodies.COURIER, "", reason));
        assertThat(batch.items()).isEqualTo(3);
    }

    @Test
    void namesTheFieldOfABadItem() throws UnreadableBodyException {
        PositionBatch batch = ndjson("{\"lat\":91}\n" + A);

        assertThat(positions(batch)).containsExactly(AT_A);
        assertThat(batch.rejections())
                .containsExactly(new Rejection(0, Bodies.COURIER, "lat", "must be between -90 and 90"));
    }

    @Test
    void tellsTheCourierOfABrokenLineIfItGotThatFar() throws UnreadableBodyException {
        byte[] body = "{\"courierId\":\"a\",\"lat\":".getBytes(StandardCharsets.UTF_8);

        assertThat(Bodies.readGateway(BodyFormat.NDJSON, body).rejections())
                .containsExactly(new Rejection(0, "a", "", "ends before its JSON is complete, at column 24"));
    }

    @Test
    void boundsItems() throws UnreadableBodyException {
        assertThat(positions(ndjson(lines(10_000)))).hasSize(10_000);
        assertThatThrownBy(() -> ndjson(lines(10_001)))
                .isInstanceOf(UnreadableBodyException.class)
                .hasMessage("the body holds more than 10000 positions");
    }

    private static String lines(int count) {
        Instant first = Instant.ofEpochMilli(1_795_000_000_000L);
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"fixedAt\":\"" + first.plusSeconds(i) + "\",\"lat\":1,\"lon\":2}")
                .collect(Collectors.joining("\n"));
    }
}

package io.rastro.protocol.courier;

import static io.rastro.protocol.courier.Bodies.json;
import static io.rastro.protocol.courier.Bodies.positions;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.UnreadableBodyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodyTest {

    private static final String A = "{\"courierId\":\"a\",\"fixedAt\":1795248930123,\"lat\":1,\"lon\":2}";
    private static final String B = "{\"fixedAt\":1795248930123,\"lat\":3,\"lon\":4,\"courierId\":\"b\"}";
    private static final Position AT_A = Position.of(Samples.FIXED_AT, 1, 2);
    private static final Position AT_B = Position.of(Samples.FIXED_AT, 3, 4);

    @Test
    void readsOneObjectOrAnArray() throws UnreadableBodyException {
        assertThat(positions(json(A))).containsExactly(AT_A);
        assertThat(positions(json(" [ " + A + " , " + B + " ] \n"))).containsExactly(AT_A, AT_B);
        assertThat(positions(json("\uFEFF" + A))).containsExactly(AT_A);
    }

    @Test
    void readsNothingFromAnEmptyArray() throws UnreadableBodyException {
        assertThat(json("[]")).isEqualTo(new PositionBatch(java.util.List.of(), java.util.List.of(), 0));
    }

    @Test
    void refusesElementsThatAreNotObjects() throws UnreadableBodyException {
        PositionBatch batch = json("[1," + A + ",[{}],null,\"x\",NaN]");

        assertThat(positions(batch)).containsExactly(AT_A);
        assertThat(batch.rejections())
                .extracting(Rejection::index, Rejection::field, Rejection::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, "", "must be a JSON object"),
                        org.assertj.core.groups.Tuple.tuple(2, "", "must be a JSON object"),
                        org.assertj.core.groups.Tuple.tuple(3, "", "must be a JSON object"),
                        org.assertj.core.groups.Tuple.tuple(4, "", "must be a JSON object"),
                        org.assertj.core.groups.Tuple.tuple(5, "", "must be a JSON object"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "\"\"          | the body is empty",
                "\"  \"        | the body is empty",
                "17            | the body must be a JSON object, a position, or an array of them",
                "'secret'      | the body must be a JSON object, a position, or an array of them",
                "null          | the body must be a JSON object, a position, or an array of them",
                "{}{}          | the body goes on after its JSON value at line 1, column 3; for one object a line send NDJSON",
                "[][]          | the body goes on after its JSON value at line 1, column 3; for one object a line send NDJSON",
                "[] secret     | the body is not valid JSON at line 1, column 4",
                "secret        | the body is not valid JSON at line 1, column 1",
                "[{},          | the body ends before its JSON is complete, at line 1, column 5, in or after item 0",
                "[{'lat':1,    | the body ends before its JSON is complete, at line 1, column 11, in or after item 0",
                "[{},{'lat'    | the body ends before its JSON is complete, at line 1, column 11, in or after item 1",
                "{'secret':'ab | the body ends before its JSON is complete, at line 1, column 14, in or after item 0",
                "{'lat':secret} | the body is not valid JSON at line 1, column 8, in or after item 0",
                "{'lat':1 'lon'} | the body is not valid JSON at line 1, column 10, in or after item 0",
                "[{},]         | the body is not valid JSON at line 1, column 5, in or after item 0",
                "{'lat':01}    | the body is not valid JSON at line 1, column 9, in or after item 0",
            })
    void refusesWhatIsNoJson(String body, String message) {
        assertUnreadable(body.replace('\'', '"'), message);
    }

    @Test
    void boundsDepthAndTokens() {
        assertUnreadable(
                "{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}",
                "the body is nested too deep, or has a name, string or number that is too long,"
                        + " at line 1, column 70, in or after item 0");
        assertThatThrownBy(() -> json("{\"lat\":" + "1".repeat(1001) + "}"))
                .isInstanceOf(UnreadableBodyException.class)
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> json("{\"orderId\":\"" + "x".repeat(2 << 20) + "\"}"))
                .isInstanceOf(UnreadableBodyException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void boundsItems() {
        var two = new PositionsReader(new PositionLimits(2, 1, 1, 1, 1, 1));
        byte[] three = ("[" + A + ",1," + B + "]").getBytes(UTF_8);

        assertThatThrownBy(() -> two.readForGateway(BodyFormat.JSON, three, 0, three.length, Samples.RECEIVED_AT))
                .isInstanceOfSatisfying(
                        UnreadableBodyException.class,
                        e -> assertThat(e.isTooLarge()).isTrue())
                .hasMessage("the body holds more than 2 positions");
    }

    @Test
    void groupsAGatewaysItemsByCourier() throws UnreadableBodyException {
        PositionBatch batch = gateway("[" + B + "," + A + "," + B.replace("3", "5") + "]");

        assertThat(batch.couriers()).hasSize(2);
        assertThat(batch.couriers().get(0))
                .isEqualTo(new PositionBatch.CourierPositions(
                        "b",
                        java.util.List.of(AT_B, Position.of(java.time.Instant.ofEpochMilli(1795248950125L), 5, 4))));
        assertThat(batch.couriers().get(1).courierId()).isEqualTo("a");
    }

    @Test
    void wantsAValidCourierFromAGateway() throws UnreadableBodyException {
        String fix = "\"fixedAt\":1795248930123,\"lat\":1,\"lon\":2}";

        assertThat(gateway("[{" + fix + ",{\"courierId\":\"a b\"," + fix + ",{\"courierId\":17," + fix
                                + ",{\"courierId\":\"\"," + fix
                                + ",{\"lat\":91,\"courierId\":\"a\",\"courierId\":\"b\"},"
                                + "{\"courierId\":\"a\",\"courierId\":\"b\"," + fix + ",{\"courierId\":null," + fix
                                + "]")
                        .rejections())
                .containsExactly(
                        new Rejection(0, null, "courierId", "is required"),
                        new Rejection(
                                1,
                                null,
                                "courierId",
                                "may hold only letters, digits and . _ : @ / + - (character 2 is something else)"),
                        new Rejection(2, null, "courierId", "must be a string"),
                        new Rejection(3, null, "courierId", "must not be empty"),
                        new Rejection(4, "a", "lat", "must be between -90 and 90"),
                        new Rejection(5, "a", "courierId", "appears twice"),
                        new Rejection(6, null, "courierId", "is required"));
    }

    private static PositionBatch gateway(String body) throws UnreadableBodyException {
        return Bodies.readGateway(BodyFormat.JSON, body.getBytes(UTF_8));
    }

    private static void assertUnreadable(String body, String message) {
        assertThatThrownBy(() -> json(body))
                .isInstanceOfSatisfying(
                        UnreadableBodyException.class,
                        e -> assertThat(e.isTooLarge()).isFalse())
                .hasMessage(message)
                .hasNoCause();
    }
}

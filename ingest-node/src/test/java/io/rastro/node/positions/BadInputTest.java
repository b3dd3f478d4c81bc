package io.rastro.node.positions;

import static io.rastro.node.TestApi.fix;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rastro.node.Answer;
import io.rastro.node.RawHttp;
import io.rastro.node.TestApi;
import io.rastro.protocol.courier.Position;
import io.rastro.protocol.courier.PositionsAvro;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input over real HTTP: it is named in the answer, and never reaches a courier. */
class BadInputTest {

    private static final String PATH = "/v1/couriers/c-17/positions";

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = new TestApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "lat, 91",
        "lat, -90.5",
        "lat, NaN",
        "lat, '\"12\"'",
        "lat, null",
        "lat, true",
        "lat, 1e999",
        "lon, -181",
        "lon, NaN",
        "lon, '\"west\"'",
        "fixedAt, '\"1970-01-01T00:00:00Z\"'",
        "fixedAt, 0",
        "fixedAt, null",
        "fixedAt, '\"yesterday\"'",
        "fixedAt, true",
        "speedMps, '\"fast\"'",
        "attributes, 7",
    })
    void namesTheFieldThatIsWrong(String field, String value) {
        Answer answer = api.post(PATH, fixWith(field, value));

        // NaN is no JSON, whatever a field may hold
        if (value.equals("NaN")) {
            assertThat(answer.status()).isIn(400, 422);
            assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
        } else {
            answer.isProblem(422, "all-positions-rejected").naming(field);
            assertThat(answer.json().at("/rejected/0/index").asInt()).isZero();
            assertThat(answer.json().at("/rejected/0/field").asText()).isEqualTo(field);
            assertThat(answer.json().at("/rejected/0/reason").asText()).isNotEmpty();
        }
        assertThat(api.recorded).doesNotContainKey("c-17");
    }

    @Test
    void refusesAFixTwoDaysAhead() {
        String ahead = '"' + Instant.now().plus(Duration.ofDays(2)).toString() + '"';

        api.post(PATH, fixWith("fixedAt", ahead))
                .isProblem(422, "all-positions-rejected")
                .naming("fixedAt");
    }

    @ParameterizedTest
    @CsvSource({"fixedAt", "lat", "lon"})
    void namesARequiredFieldThatIsMissing(String field) {
        api.post(PATH, fixWith(field, null))
                .isProblem(422, "all-positions-rejected")
                .naming(field);
    }

    @Test
    void keepsTheGoodItemsOfABatchAndNamesTheBadOne() {
        String batch = IntStream.range(0, 100)
                .mapToObj(i ->
                        i == 41 ? fix(91, 5) : "{\"fixedAt\":" + (1_700_000_000_000L + i) + ",\"lat\":1,\"lon\":2}")
                .collect(Collectors.joining(",", "[", "]"));

        JsonNode answer = api.post("/v1/couriers/batch/positions", batch).isOk().json();

        assertThat(answer.path("accepted").asInt()).isEqualTo(99);
        assertThat(answer.path("rejected")).hasSize(1);
        assertThat(answer.at("/rejected/0/index").asInt()).isEqualTo(41);
        assertThat(answer.at("/rejected/0/field").asText()).isEqualTo("lat");
        assertThat(api.recorded.get("batch")).hasSize(99);
    }

    @Test
    void refusesAnEmptyArray() {
        api.post(PATH, "[]").isProblem(422, "no-positions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"fixedAt\":1700000000000,\"lat\":1",
                "{\"fixedAt\":1700000000000,\"lat\":1,\"lon\":2}}",
                "{\"fixedAt\":1700000000000,\"lat\":1,\"lon\":2}{\"fixedAt\":1700000000001,\"lat\":1,\"lon\":2}",
                "[{\"fixedAt\":1700000000000,\"lat\":1,\"lon\":2}][]",
                "not json",
                "'  '"
            })
    void refusesWhatIsNotOneJsonText(String body) {
        Answer answer = api.post(PATH, body);

        assertThat(answer.status()).as(answer.body()).isIn(400, 422);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(api.recorded).doesNotContainKey("c-17");
    }

    @Test
    void ignoresUnknownFields() {
        String body = "{\"fixedAt\":1700000000000,\"lat\":1,\"lon\":2,\"colour\":{\"deep\":[1,{\"er\":null}]}}";

        api.post("/v1/couriers/unknown-fields/positions", body).isOk();
    }

    @Test
    void doesNotTakeAFieldThatIsThereTwice() {
        String body = "{\"fixedAt\":1700000000000,\"lat\":1,\"lat\":2,\"lon\":2}";

        Answer answer = api.post("/v1/couriers/twice/positions", body);

        assertThat(answer.status()).as(answer.body()).isIn(400, 422);
        assertThat(answer.json().path("detail").asText()).contains("lat");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "application/xml", "application/octet-stream"})
    void refusesOtherContentTypes(String type) {
        Answer answer = api.post(PATH, type, fix(1, 2).getBytes(StandardCharsets.UTF_8))
                .isProblem(415, "unsupported-media-type")
                .naming("Content-Type");

        assertThat(answer.headers().get("accept")).contains("application/avro");
    }

    @Test
    void refusesABodyWithoutAContentType() throws IOException {
        RawHttp.send(api.port(), "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                .isProblem(415, "unsupported-media-type");
    }

    @Test
    void refusesJsonAsAvroAndTheOtherWayRound() {
        api.post(PATH, "application/avro", fix(1, 2).getBytes(StandardCharsets.UTF_8))
                .isProblem(400, "unreadable-body");
        api.post(PATH, "application/json", avro()).isProblem(400, "unreadable-body");
    }

    @Test
    void refusesAnAvroContainerWithAForeignSchema() throws IOException {
        Answer answer = api.post(PATH, "application/avro", foreignAvro());

        assertThat(answer.status()).as(answer.body()).isIn(400, 415, 422);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void refusesAnAvroContainerThatIsCutOff() {
        byte[] whole = avro();

        api.post(PATH, "application/avro", Arrays.copyOf(whole, whole.length - 20))
                .isProblem(400, "unreadable-body");
    }

    @Test
    void refusesTwoAvroContainersInOne() {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(avro());
        two.writeBytes(avro());

        api.post(PATH, "application/avro", two.toByteArray()).isProblem(400, "unreadable-body");
    }

    @Test
    void answersEachOfTwoRequestsThatTheConnectionHolds() throws IOException {
        try (var socket = new java.net.Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request(0) + request(0)).getBytes(StandardCharsets.ISO_8859_1));
            RawHttp.read(socket.getInputStream()).isOk();
            RawHttp.read(socket.getInputStream()).isOk();
        }
    }

    @Test
    void takesWhatComesAfterTheDeclaredLengthForTheNextRequest() throws IOException {
        String half = request(-10);
        try (var socket = new java.net.Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((half + " is no request\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            RawHttp.read(socket.getInputStream()).isProblem(400, "unreadable-body");
            Answer rest = RawHttp.read(socket.getInputStream());
            assertThat(rest.status()).isIn(400, 501);
            assertThat(rest.headers().get("content-type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void answersTheRequestsAheadOfOneThatIsNone() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (var socket = new java.net.Socket("127.0.0.1", api.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write((request(0) + request(0) + "no request\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                RawHttp.read(socket.getInputStream()).isOk();
                RawHttp.read(socket.getInputStream()).isOk();
                assertThat(RawHttp.read(socket.getInputStream()).status()).isIn(400, 501);
            }
        }
    }

    private static String request(int tooLittle) {
        String body = fix(1, 2);
        return "POST " + PATH.replace("c-17", "pipelined")
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + (body.length() + tooLittle) + "\r\n\r\n" + body;
    }

    private static String fixWith(String field, String value) {
        List<String> members = new ArrayList<>();
        String[][] usual = {{"fixedAt", "1700000000000"}, {"lat", "1.5"}, {"lon", "2.5"}};
        for (String[] member : usual) {
            if (!member[0].equals(field)) {
                members.add('"' + member[0] + "\":" + member[1]);
            }
        }
        if (value != null) {
            members.add('"' + field + "\":" + value);
        }
        return "{" + String.join(",", members) + "}";
    }

    private static byte[] avro() {
        return PositionsAvro.writeContainer(
                List.of(Position.of(Instant.now(), 1, 2), Position.of(Instant.now(), 3, 4)));
    }

    private static byte[] foreignAvro() throws IOException {
        Schema schema = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"Pizza\",\"fields\":[{\"name\":\"cheese\",\"type\":\"string\"}]}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericData.Record> file = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            file.create(schema, out);
            GenericData.Record pizza = new GenericData.Record(schema);
            pizza.put("cheese", "mozzarella");
            file.append(pizza);
        }
        return out.toByteArray();
    }
}

package io.rastro.protocol.pix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.UnreadableBodyException;
import io.rastro.protocol.pix.ReturnRequest.Reading.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No damage brings a reader down, and none makes it repeat what was sent. {@code -Drastro.seed=} runs one again. */
class PixFuzzTest {

    private static final int ROUNDS = 15_000;

    /** All that the readers may say, for damage can make a word of ours of theirs: valid of valor and id. */
    private static final String OUR_WORDS = String.join(
            "\n",
            "kind endToEndId rtrId id valor occurredAt txid chave counterparty status natureza descricao horario",
            "horario.solicitacao horario.liquidacao devolucoes[0].horario.solicitacao devolucoes[0].valor",
            "the body is empty",
            "the body is not JSON that can be read",
            "the body is not valid JSON at line, column, in or after item, in or after pix",
            "the body is nested too deep, or has a name, string or number that is too long, at",
            "the body ends before its JSON is complete, at",
            "the body goes on after its JSON value at",
            "the body must be a JSON object, a Pix event, or an array of them",
            "the body must be a JSON object with an array pix",
            "the body must have an array pix",
            "the body has pix twice",
            "must be a string",
            "must be an array",
            "is required",
            "is only of an estorno",
            "appears twice",
            "must be above 0.00",
            "must be 1 to 10 digits, a point and 2 digits, such as 110.00",
            "must be 1 to 35 of [a-zA-Z0-9]",
            "must be 1 to 40 of [A-Z0-9_]",
            "must be E and 31 of [a-zA-Z0-9]",
            "must be E, 8 of [0-9A-Z], a minute of UTC as yyyyMMddHHmm, and 11 of [a-zA-Z0-9]",
            "must be pagamento, recebimento or estorno",
            "must be EM_PROCESSAMENTO, DEVOLVIDO or NAO_REALIZADO",
            "must be ORIGINAL, RETIRADA, MED_OPERACIONAL, MED_FRAUDE or MED_PIX_AUTOMATICO",
            "must be ORIGINAL or RETIRADA",
            "must be a CPF, CNPJ, phone, e-mail or random key as the DICT has it",
            "must have 1 to 77 characters, must have at most 140 characters",
            "must be an RFC 3339 instant with an offset, such as 2026-11-21T08:15:30.123Z",
            "must be an RFC 3339 string or a whole number of milliseconds since 1970",
            "is before 2000-01-01T00:00:00Z: a number means milliseconds since 1970, not seconds",
            "is more than 24 h ahead of the server's clock",
            "must be less than 12 h from the minute in endToEndId");

    private static final Pattern VALUE = Pattern.compile("[:\\[,]\\s*(?:\"([^\"\\\\]{4,})\"|(-?[0-9.eE+-]{4,}))");
    private static final Pattern PLACE =
            Pattern.compile("line [0-9]+, column [0-9]+|in or after (?:item|pix) [0-9]+|\\[[0-9]+]");
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "NaN",
            "-1",
            "1e999",
            "\"\\ud800\"",
            "\\",
            "\u0000",
            "\"pix\":[",
            "\"devolucoes\":[{}],",
            "\"valor\":\"1.00\",",
            "\"horario\":{",
            "\"chave\":\"  \",",
            "é",
            "\"pagador\":{},");

    private enum Reader {
        WEBHOOK,
        EVENTS,
        RETURN_REQUEST;

        List<String> messages(byte[] body) throws UnreadableBodyException {
            return switch (this) {
                case WEBHOOK -> texts(PixBodies.webhook(body));
                case EVENTS -> texts(PixBodies.events(body));
                case RETURN_REQUEST ->
                    PixBodies.asked(body) instanceof Refused refused
                            ? List.of(refused.field() + ' ' + refused.reason())
                            : List.of();
            };
        }

        private static List<String> texts(PixBatch batch) {
            return batch.rejections().stream()
                    .map(rejection -> rejection.field() + ' ' + rejection.reason())
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesAnyDamageAndRepeatsNothing(Reader reader) throws IOException {
        long seed = Long.getLong("rastro.seed", System.nanoTime());
        Random random = new Random(seed);
        List<byte[]> samples = samples();
        int said = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = damaged(samples, random);
            for (String message : messages(reader, body, seed, round)) {
                said++;
                assertThat(message).isNotBlank();
                assertRepeatsNothing(message, body, "seed " + seed + ", round " + round);
            }
        }
        assertThat(said).as("seed %d", seed).isGreaterThan(ROUNDS / 2);
    }

    private static List<String> messages(Reader reader, byte[] body, long seed, int round) {
        try {
            return reader.messages(body);
        } catch (UnreadableBodyException refused) {
            return List.of(String.valueOf(refused.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + ", round " + round + ": " + new String(body, UTF_8), e);
        }
    }

    private static void assertRepeatsNothing(String message, byte[] body, String run) {
        String said = PLACE.matcher(message).replaceAll("");
        for (String text : List.of(new String(body, UTF_8), new String(body, ISO_8859_1))) {
            for (Matcher value = VALUE.matcher(text); value.find(); ) {
                String sent = value.group(1) == null ? value.group(2) : value.group(1);
                if (!OUR_WORDS.contains(sent)) {
                    assertThat(said).as(run).doesNotContain(sent);
                }
            }
        }
    }

    private static byte[] damaged(List<byte[]> samples, Random random) {
        byte[] body = samples.get(random.nextInt(samples.size())).clone();
        for (int times = random.nextInt(3); times >= 0; times--) {
            body = body.length == 0 ? body : damagedOnce(body, samples, random);
        }
        return body;
    }

    private static byte[] damagedOnce(byte[] body, List<byte[]> samples, Random random) {
        int at = random.nextInt(body.length);
        switch (random.nextInt(5)) {
            case 0 -> body[at] = (byte) random.nextInt(256);
            case 1 -> body[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(body, at);
            }
            case 3 -> {
                byte[] other = samples.get(random.nextInt(samples.size()));
                int from = random.nextInt(other.length);
                int to = from + random.nextInt(other.length - from);
                return spliced(body, at, Arrays.copyOfRange(other, from, to), random.nextInt(body.length - at));
            }
            default -> {
                byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
                return spliced(body, at, token, Math.min(random.nextInt(4), body.length - at));
            }
        }
        return body;
    }

    private static byte[] spliced(byte[] body, int at, byte[] with, int insteadOf) {
        byte[] spliced = Arrays.copyOf(body, body.length - insteadOf + with.length);
        System.arraycopy(with, 0, spliced, at, with.length);
        System.arraycopy(body, at + insteadOf, spliced, at + with.length, body.length - at - insteadOf);
        return spliced;
    }

    private static List<byte[]> samples() throws IOException {
        List<String> bodies = new ArrayList<>();
        PixSamples.lines("webhook.jsonl")
                .forEach(sample -> bodies.add(sample.get("body").textValue()));
        PixSamples.lines("devolucao.jsonl")
                .forEach(sample -> bodies.add(sample.get("body").textValue()));
        bodies.add("{'pix':[{'endToEndId':'E87654321202009091221dfghi123456','txid':'fc9a43k6ff384','valor':'38.17',"
                + "'chave':'joao.silva@example.com','horario':'2020-09-09T17:15:00.358-03:00','pagador':{'cpf':"
                + "'12345678909','nome':'Ana Exemplo'},'componentesValor':{'original':{'valor':'30.17'},'troco':{'valor':"
                + "'8.00'}},'devolucoes':[{'id':'123ABC','rtrId':'D87654321202009091500abcdf098765','valor':'10.00',"
                + "'horario':{'solicitacao':'2020-09-09T20:15:00Z','liquidacao':'2020-09-09T20:16:00Z'},'natureza':"
                + "'MED_FRAUDE','status':'DEVOLVIDO','motivo':'engano'},{'valor':7.13}]}]}");
        bodies.add("[{'kind':'estorno','endToEndId':'E99999A04202611210800abcdefABCDE','rtrId':"
                + "'D99999A04202611210810abcdefABCDE','valor':'71.19','occurredAt':1795248930777,'txid':'abcd1234',"
                + "'chave':'+5511988887777','counterparty':'123.456.789-09','status':'NAO_REALIZADO','natureza':"
                + "'ORIGINAL'},{'kind':'pagamento','endToEndId':'E99999A04202611210800abcdefABCDF','valor':'71.19',"
                + "'occurredAt':'2026-11-21T08:01:44Z','chave':'40a0932d-1918-4eee-845d-35a2da1690dc'}]");
        bodies.add("{'valor':'77.13','natureza':'RETIRADA','descricao':'devolvido por engano'}");
        return bodies.stream()
                .map(body -> body.replace('\'', '"').getBytes(UTF_8))
                .toList();
    }
}

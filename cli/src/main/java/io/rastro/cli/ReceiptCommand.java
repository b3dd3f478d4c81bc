package io.rastro.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.protocol.EventId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How far one event has come, as any node of the system tells it. */
@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        description = "How far one event has come: journal, Kafka, Cassandra table, Parquet lake.",
        footer = {
            "",
            "done: seen there just now. pending: not there yet. expired: it was there, and the store has removed it as",
            "it is told to. missing: the sink has passed it and it is not there. unknown: the store does not answer, or",
            "the search was ended by its bound.",
            "Exit 0 when there is a receipt, whatever it says; 1 when no such event was ever recorded."
        })
final class ReceiptCommand implements Callable<Integer> {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    /** Over the time of the search: for the journal, and for a machine that is busy. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Parameters(
            paramLabel = "ID",
            description =
                    "courier~COURIER~SEQNR~INDEX or pix~ACCOUNT~SEQNR~INDEX, as headers, tables and files have it:"
                            + " persistenceId and seqNr of the answer to a POST, and the place among the items that were"
                            + " recorded together, from 0.")
    private String eventId;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "20s",
            description = "How long the stores may be searched in all, up to 60s (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "As one JSON object, as the node answers it.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    ReceiptCommand() {}

    @Override
    public Integer call() throws IOException {
        if (EventId.parse(eventId).isEmpty()) {
            throw new ParameterException(spec.commandLine(), "not an event id such as courier~c-17~1~0: " + eventId);
        }
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > 60) {
            throw new ParameterException(spec.commandLine(), "--timeout must be between 1s and 60s");
        }
        JsonNode receipt = ask(system.runningEndpoints().http());
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? receipt + "\n" : ReceiptText.of(receipt));
        out.flush();
        return Rastro.DONE;
    }

    /** The first node that has an answer. */
    private JsonNode ask(List<String> nodes) throws IOException {
        String trouble = "no node of the system in " + system.data() + " answers";
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_PATIENCE)
                .build();
        for (String node : nodes) {
            try {
                HttpResponse<byte[]> answer = client.send(request(node), HttpResponse.BodyHandlers.ofByteArray());
                JsonNode body = new ObjectMapper().readTree(answer.body());
                if (answer.statusCode() == 200) {
                    return body;
                }
                trouble = body.path("detail").asText("a node answers " + answer.statusCode());
                if (answer.statusCode() < 500) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            } catch (IOException nextNode) {
                // any node can tell
            }
        }
        throw new CommandFailedException(trouble);
    }

    private HttpRequest request(String node) {
        String id = URLEncoder.encode(eventId, StandardCharsets.UTF_8).replace("+", "%20");
        return HttpRequest.newBuilder(URI.create(node + "/v1/receipts/" + id + "?timeoutS=" + timeout.toSeconds()))
                .timeout(timeout.plus(ANSWER_PATIENCE))
                .build();
    }
}

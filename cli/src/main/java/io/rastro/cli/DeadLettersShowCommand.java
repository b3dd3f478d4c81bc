package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.sinks.kafka.LetterContext;
import io.rastro.sinks.letters.LetterId;
import io.rastro.sinks.letters.StoredLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Everything that is known of one letter. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one dead letter: why, where from, the original's bytes, and what they say if they can be"
                + " decoded now.")
final class DeadLettersShowCommand implements Callable<Integer> {

    private static final int SHOWN_BYTES = 512;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Parameters(paramLabel = "ID", converter = LetterIdText.class, description = "Its id, such as 2-1041.")
    private LetterId id;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Writes the original's bytes to a file and nothing else; - for standard output.")
    private @Nullable String raw;

    @Option(names = "--json", description = "As one JSON object, the original in base64.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DeadLettersShowCommand() {}

    @Override
    public Integer call() throws IOException {
        try (LetterStores stores = LetterStores.open(system.runningEndpoints())) {
            StoredLetter letter = stores.reader()
                    .find(id)
                    .orElseThrow(() -> new CommandFailedException("there is no dead letter " + id));
            if (raw != null) {
                write(raw, letter.letter().original());
                return Rastro.DONE;
            }
            Map<LetterId, Instant> retried = stores.marks().of(List.of(letter));
            LetterOriginal.Decoded decoded =
                    LetterOriginal.decode(letter.letter().original(), stores.registry());
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? json(letter, retried.get(id), decoded) + "\n" : text(letter, retried.get(id), decoded));
            out.flush();
        }
        return Rastro.DONE;
    }

    private static void write(String file, byte[] original) throws IOException {
        if (file.equals("-")) {
            System.out.write(original);
            System.out.flush();
        } else {
            Files.write(Path.of(file), original);
        }
    }

    private static String text(StoredLetter stored, @Nullable Instant retriedAt, LetterOriginal.Decoded decoded) {
        StringBuilder text = new StringBuilder();
        line(text, "letter", stored.id());
        line(text, "at", stored.letter().at());
        line(text, "source", stored.letter().source());
        line(text, "reason", stored.letter().reason());
        line(text, "retries", stored.attempt() + " before it became this letter");
        line(text, "retried", retriedAt == null ? "no" : retriedAt);
        new TreeMap<>(stored.letter().context()).forEach((name, value) -> line(text, name, value));
        boolean isCut = stored.letter().context().containsKey(LetterContext.CUT_FROM);
        line(text, "original", stored.originalSize() + " bytes" + (isCut ? ", of which the beginning is kept" : ""));
        text.append(LetterOriginal.hex(stored.letter().original(), SHOWN_BYTES));
        line(text, "decoded", decoded.decoded().orElse("no: " + decoded.why()));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%-20s %s%n", name, value));
    }

    private static ObjectNode json(StoredLetter stored, @Nullable Instant retriedAt, LetterOriginal.Decoded decoded)
            throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode()
                .put("id", stored.id().toString())
                .put("at", stored.letter().at().toString())
                .put("source", stored.letter().source())
                .put("reason", stored.letter().reason())
                .put("attempt", stored.attempt())
                .put("retriedAt", retriedAt == null ? null : retriedAt.toString())
                .put("bytes", stored.originalSize())
                .put(
                        "original",
                        Base64.getEncoder().encodeToString(stored.letter().original()));
        ObjectNode context = json.putObject("context");
        new TreeMap<>(stored.letter().context()).forEach(context::put);
        if (decoded.decoded().isPresent()) {
            json.set("decoded", mapper.readTree(decoded.decoded().get()));
        } else {
            json.putNull("decoded").put("undecodable", decoded.why());
        }
        return json;
    }
}

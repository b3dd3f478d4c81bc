package io.rastro.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rastro.sinks.letters.LetterId;
import io.rastro.sinks.letters.LetterRetry;
import io.rastro.sinks.letters.PutBack;
import io.rastro.sinks.letters.StoredLetter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts originals back to where they came from. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description =
                "Puts originals back into their topic, for the sink that could not read them. Mend the cause first:"
                        + " what still cannot be read becomes a dead letter again.",
        footer = {
            "",
            "Safe to repeat, and to kill at any time: letters that were put back are left out, and the sinks take each",
            "event once, in whatever order it comes. Exit 1 when a letter cannot be put back."
        })
final class DeadLettersRetryCommand implements Callable<Integer> {

    private static final int REFUSALS_SAID = 10;
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningSystem system;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            converter = LetterIdText.class,
            description = "Letters, such as 2-1041.")
    private @Nullable List<LetterId> ids;

    @Option(names = "--all", description = "Every letter that was not put back yet.")
    private boolean all;

    @Option(names = "--source", paramLabel = "S", description = "With --all: only those of this source.")
    private @Nullable String source;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "With --all: only those whose reason contains this text.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Only says how many it would be.")
    private boolean dryRun;

    @Option(names = "--json", description = "The outcome as one JSON object.")
    private boolean json;

    private long refusals;
    private long nextProgress;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields in
    DeadLettersRetryCommand() {}

    @Override
    public Integer call() {
        requireOneChoice();
        try (LetterStores stores = LetterStores.open(system.runningEndpoints());
                PutBack putBack = stores.putBack()) {
            LetterRetry retry = new LetterRetry(putBack, stores.marks(), dryRun, this::refused);
            if (all) {
                nextProgress = System.nanoTime() + PROGRESS_NANOS;
                stores.reader().forEach(null, letter -> addIfWanted(letter, retry));
            } else {
                named().forEach(id -> retry.add(stores.reader()
                        .find(id)
                        .orElseThrow(() -> new CommandFailedException("there is no dead letter " + id))));
            }
            retry.flush();
            say(retry);
            return retry.refusals() == 0 ? Rastro.DONE : Rastro.FAILED;
        }
    }

    private List<LetterId> named() {
        return ids == null ? List.of() : ids;
    }

    private void requireOneChoice() {
        if (all == !named().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "either name letters or say --all");
        }
        if (!all && (source != null || reason != null)) {
            throw new ParameterException(spec.commandLine(), "--source and --reason choose among --all");
        }
    }

    private void addIfWanted(StoredLetter letter, LetterRetry retry) {
        boolean isWanted = (source == null || source.equals(letter.letter().source()))
                && (reason == null || letter.letter().reason().contains(reason));
        if (isWanted) {
            retry.add(letter);
        }
        if (System.nanoTime() > nextProgress) {
            nextProgress += PROGRESS_NANOS;
            err("rastro dead-letters retry: " + retry.done() + " put back so far");
        }
    }

    private void refused(StoredLetter letter, String why) {
        refusals++;
        if (refusals <= REFUSALS_SAID) {
            err("rastro dead-letters retry: " + letter.id() + " cannot be put back: " + why);
        } else if (refusals == REFUSALS_SAID + 1) {
            err("rastro dead-letters retry: further ones are only counted");
        }
    }

    private void err(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private void say(LetterRetry retry) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .createObjectNode()
                    .put("dryRun", dryRun)
                    .put("putBack", retry.done())
                    .put("putBackBefore", retry.before())
                    .put("refused", retry.refusals()));
        } else {
            out.print(String.format(
                    Locale.ROOT,
                    "%s: %d, put back before: %d, cannot be put back: %d%n",
                    dryRun ? "would be put back" : "put back",
                    retry.done(),
                    retry.before(),
                    retry.refusals()));
        }
        out.flush();
    }
}

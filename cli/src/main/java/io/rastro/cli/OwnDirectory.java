package io.rastro.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A directory that a command made for itself. */
final class OwnDirectory {

    private OwnDirectory() {}

    /** With all that is in it. */
    static void delete(Path directory, Consumer<String> say) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            say.accept("could not be removed: " + e.getMessage());
        }
    }
}

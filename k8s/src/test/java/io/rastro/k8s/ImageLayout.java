package io.rastro.k8s;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of the image, laid out from this build as the Dockerfile copies them, and its entry point for them. */
record ImageLayout(Path root, List<String> entrypoint) {

    static final String BUILD_DIRECTORY = "/src/";

    /** @param root absolute */
    static ImageLayout under(Path root) throws IOException {
        Dockerfile dockerfile = Dockerfile.read();
        for (Dockerfile.Instruction copy : dockerfile.ofLastStage("COPY")) {
            copy(copy.words().get(0), copy.words().get(1), root);
        }
        List<String> entrypoint = new ArrayList<>();
        for (String word : dockerfile.entrypoint()) {
            entrypoint.add(word.startsWith("/app/") ? root + word : word);
        }
        entrypoint.set(
                0,
                Path.of(System.getProperty("java.home"), "bin", entrypoint.get(0))
                        .toString());
        return new ImageLayout(root, entrypoint);
    }

    /** Files of a directory into a directory, or the one file that the pattern means. */
    private static void copy(String source, String target, Path root) throws IOException {
        String path = source.startsWith(BUILD_DIRECTORY) ? source.substring(BUILD_DIRECTORY.length()) : source;
        boolean isDirectory = path.endsWith("/");
        Path from = Dockerfile.ROOT.resolve(path);
        Path to = root.resolve(target.substring(1));
        Files.createDirectories(isDirectory ? to : to.getParent());
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = isDirectory
                ? Files.newDirectoryStream(from)
                : Files.newDirectoryStream(from.getParent(), from.getFileName().toString())) {
            files.forEach(found::add);
        }
        if (found.isEmpty() || (!isDirectory && found.size() != 1)) {
            throw new IllegalStateException("the Dockerfile copies " + source + ", which is " + found);
        }
        for (Path file : found) {
            Path link = isDirectory ? to.resolve(file.getFileName()) : to;
            Files.deleteIfExists(link);
            // Not a symbolic one: the JVM would look for the libraries beside the original.
            Files.createLink(link, file);
        }
    }
}

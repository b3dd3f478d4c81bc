package io.rastro.devstack;

import io.rastro.devstack.child.Tether;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Writes the agent {@link Tether} as a jar of its own, so that nothing else of ours gets on a server's class path. */
final class TetherJar {
    private TetherJar() {}

    static Path write(Path directory) throws IOException {
        Path jar = directory.resolve("tether.jar");
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", Tether.class.getName());
        String entry = Tether.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Objects.requireNonNull(Tether.class.getResourceAsStream("Tether.class"))) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}

package io.rastro.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What signs the links of a dev system. It is made once and kept in a file that only its owner reads, which every node includes:
 * so a link opens at each of them, and after a restart.
 */
final class ShareSecret {

    private static final int BYTES = 32;

    private ShareSecret() {}

    /** HOCON that gives it to a node. @param nodes the directory of the nodes' settings */
    static String include(Path nodes) throws IOException {
        Path file = nodes.toAbsolutePath().resolve("share.conf");
        if (!Files.exists(file)) {
            make(file);
        }
        String quoted = file.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return "include required(file(\"" + quoted + "\"))\n";
    }

    /** There in one step, and all of it on the disk: a part of a secret would sign as well. */
    private static void make(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createDirectories(file.resolveSibling(""));
        Path fresh = file.resolveSibling("share.conf.tmp");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String text = """
                # Made once by ./rastro dev, for all nodes of this system; what RASTRO_SHARE_SECRETS says wins.
                rastro.share.secrets = "%s"
                rastro.share.secrets = ${?RASTRO_SHARE_SECRETS}
                """.formatted(HexFormat.of().formatHex(secret));
        Files.writeString(fresh, text, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

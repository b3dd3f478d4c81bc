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
 * What a dev system keeps to itself: what signs its links, and what makes its pseudonyms. Each is made once and kept in a file
 * that only its owner reads, which every node includes: so a link opens at each of them, and somebody is the same to each of
 * them, also after a restart.
 */
enum DevSecret {
    SHARE("share.conf", """
            # Made once by ./rastro dev, for all nodes of this system; what RASTRO_SHARE_SECRETS says wins.
            rastro.share.secrets = "%s"
            rastro.share.secrets = ${?RASTRO_SHARE_SECRETS}
            """),
    PIX("pix.conf", """
            # Made once by ./rastro dev, for all nodes of this system; what RASTRO_PIX_SECRETS and RASTRO_PIX_ISPB say wins.
            rastro.pix.secrets = "dev:%s"
            rastro.pix.secrets = ${?RASTRO_PIX_SECRETS}
            # Nobody's: that of the sample of the SPI's messages.
            rastro.pix.ispb = "99999A04"
            rastro.pix.ispb = ${?RASTRO_PIX_ISPB}
            """);

    private static final int BYTES = 32;

    private final String name;
    private final String text;

    DevSecret(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** HOCON that gives all of them to a node. @param nodes the directory of the nodes' settings */
    static String includes(Path nodes) throws IOException {
        StringBuilder includes = new StringBuilder();
        for (DevSecret each : values()) {
            includes.append(each.include(nodes));
        }
        return includes.toString();
    }

    private String include(Path nodes) throws IOException {
        Path file = nodes.toAbsolutePath().resolve(name);
        if (!Files.exists(file)) {
            make(file);
        }
        String quoted = file.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return "include required(file(\"" + quoted + "\"))\n";
    }

    /** There in one step, and all of it on the disk: a part of a secret would do as well. */
    private void make(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createDirectories(file.resolveSibling(""));
        Path fresh = file.resolveSibling(name + ".tmp");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh,
                text.formatted(HexFormat.of().formatHex(secret)),
                StandardOpenOption.SYNC,
                StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

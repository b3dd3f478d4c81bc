package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** What a command that a user has run on a running system has come to. */
record Ran(int exit, String out, String err) {

    /** @param data of the system */
    static Ran on(Path data, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Rastro.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int exit = line.execute(all.toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    /** What it has printed; it has to have ended so. */
    String out(int expectedExit) {
        assertThat(exit).as("%s", this).isEqualTo(expectedExit);
        return out;
    }
}

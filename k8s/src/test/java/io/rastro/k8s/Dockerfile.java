package io.rastro.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The project's Dockerfile, read as far as it is used: one instruction a line. */
record Dockerfile(List<Instruction> instructions) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** @param stage the number of {@code FROM}s before it, from 1 on */
    record Instruction(int stage, String name, String arguments) {

        List<String> words() {
            return Arrays.stream(arguments.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }
    }

    static Dockerfile read() {
        try {
            return parse(Files.readAllLines(ROOT.resolve("Dockerfile")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dockerfile parse(List<String> lines) {
        List<Instruction> instructions = new ArrayList<>();
        int stage = 0;
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            stage += parts[0].equals("FROM") ? 1 : 0;
            instructions.add(new Instruction(stage, parts[0], parts[1]));
        }
        return new Dockerfile(instructions);
    }

    int lastStage() {
        return instructions.get(instructions.size() - 1).stage();
    }

    List<Instruction> ofLastStage(String name) {
        return all(name).stream().filter(one -> one.stage() == lastStage()).toList();
    }

    List<Instruction> all(String name) {
        return instructions.stream().filter(one -> one.name().equals(name)).toList();
    }

    long user() {
        return Long.parseLong(ofLastStage("USER").get(0).arguments().split(":")[0]);
    }

    /** The words of the exec form. */
    List<String> entrypoint() {
        try {
            return List.of(new ObjectMapper()
                    .readValue(ofLastStage("ENTRYPOINT").get(0).arguments(), String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the entry point is not in the exec form, which needs no shell", e);
        }
    }
}

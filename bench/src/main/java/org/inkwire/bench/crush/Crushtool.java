// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ceph's {@code crushtool --test} as a child process. */
final class Crushtool {
    /** What a shell's {@code times} prints of its children: user and system time. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");

    private static final Pattern MAPPING = Pattern.compile("CRUSH rule \\d+ x \\d+ (\\[.*])");
    private static final double NANOS = 1e9;
    private static final int SECONDS_PER_MINUTE = 60;

    private final String program;
    private final Path map;
    private final int rule;
    private final int copies;

    /** @param program a name on the path, or a path */
    Crushtool(String program, Path map, int rule, int copies) {
        this.program = program;
        this.map = map;
        this.rule = rule;
        this.copies = copies;
    }

    /** Whether a shell finds the program. */
    boolean isInstalled() throws IOException, InterruptedException {
        return run(List.of("sh", "-c", "command -v \"$0\"", program)).status() == 0;
    }

    /** CPU time of the process for inputs 0 .. inputs - 1, its start included, in ns. */
    long cpuNanos(int inputs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "\"$0\" \"$@\" > /dev/null 2>&1; code=$?; times; exit $code", program));
        command.addAll(test(inputs));
        Output output = run(command);
        Matcher m = TIMES.matcher(
                output.lines().isEmpty()
                        ? ""
                        : output.lines().get(output.lines().size() - 1));
        if (output.status() != 0 || !m.matches()) {
            throw new IOException(program + " failed, status " + output.status() + ": " + output.lines());
        }
        double seconds = SECONDS_PER_MINUTE * (Double.parseDouble(m.group(1)) + Double.parseDouble(m.group(3)))
                + Double.parseDouble(m.group(2))
                + Double.parseDouble(m.group(4));
        return (long) (seconds * NANOS);
    }

    /** Devices of inputs 0 .. inputs - 1, each as {@code [1,2,3]}. */
    List<String> mappings(int inputs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(test(inputs));
        command.add("--show-mappings");
        List<String> mappings = new ArrayList<>();
        for (String line : run(command).lines()) {
            Matcher m = MAPPING.matcher(line);
            if (m.matches()) {
                mappings.add(m.group(1));
            }
        }
        return mappings;
    }

    private List<String> test(int inputs) {
        return List.of(
                "-i",
                map.toString(),
                "--test",
                "--rule",
                String.valueOf(rule),
                "--num-rep",
                String.valueOf(copies),
                "--min-x",
                "0",
                "--max-x",
                String.valueOf(inputs - 1));
    }

    private record Output(int status, List<String> lines) {}

    private static Output run(List<String> command) throws IOException, InterruptedException {
        Path lines = Files.createTempFile("crushtool", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(lines.toFile())
                    .start();
            int status = process.waitFor();
            return new Output(status, Files.readAllLines(lines, StandardCharsets.UTF_8));
        } finally {
            Files.delete(lines);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.ShellTimes;
import org.inkwire.cli.Failure;

/** Ceph's {@code crushtool --test} as a child process. */
final class Crushtool {
    private static final Pattern MAPPING = Pattern.compile("CRUSH rule \\d+ x \\d+ (\\[.*])");
    private static final long START_SECONDS = 60;
    /** An input takes microseconds, a thousandth of this. */
    private static final long INPUTS_PER_SECOND = 1_000;

    private final String program;
    private final Path map;
    private final int rule;
    private final int copies;
    private final Path logs;

    /**
     * @param program a name on the path, or a path
     * @param logs a directory for what it says
     */
    Crushtool(String program, Path map, int rule, int copies, Path logs) {
        this.program = program;
        this.map = map;
        this.rule = rule;
        this.copies = copies;
        this.logs = logs;
    }

    /** Whether a shell finds the program. */
    boolean isInstalled() throws IOException, InterruptedException {
        List<String> command = List.of("sh", "-c", "command -v \"$0\" || echo", program);
        return !run(command, 0).get(0).isEmpty();
    }

    /** CPU time of the process for inputs 0 .. inputs - 1, its start included, in ns. */
    long cpuNanos(int inputs) throws IOException, InterruptedException {
        List<String> lines = run(ShellTimes.timed(test(inputs)), inputs);
        return ShellTimes.ofChild(lines).orElseThrow(() -> new Failure("the shell's times are unreadable: " + lines));
    }

    /** Devices of inputs 0 .. inputs - 1, each as {@code [1,2,3]}. */
    List<String> mappings(int inputs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(test(inputs));
        command.add("--show-mappings");
        List<String> mappings = new ArrayList<>();
        for (String line : run(command, inputs)) {
            Matcher m = MAPPING.matcher(line);
            if (m.matches()) {
                mappings.add(m.group(1));
            }
        }
        return mappings;
    }

    private List<String> test(int inputs) {
        return List.of(
                program,
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

    /** @throws Failure if it ends with another status than 0, or takes far too long */
    private List<String> run(List<String> command, int inputs) throws IOException, InterruptedException {
        try (Child tool = Child.start("crushtool", null, command, logs.resolve("crushtool.log"))) {
            return tool.output(START_SECONDS + inputs / INPUTS_PER_SECOND);
        }
    }
}

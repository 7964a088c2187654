// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inkwire.cli.NativeStrings;
import org.inkwire.wire.RawPath;
import org.inkwire.wire.RawString;

/** Starts this command again in a separate JVM that outlives the terminal. Any thread. */
final class JavaProcess {
    private JavaProcess() {}

    /**
     * @param log file to which stdout and stderr are appended
     * @param arguments of {@code inkwire}
     */
    static Process start(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        // In its own session, so that Ctrl-C reaches only the supervisor, which stops its daemons in order.
        if (Files.isExecutable(setsid)) {
            command.add(setsid.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // An agent or a debugger belongs to the JVM it was given to.
            if (!option.startsWith("-javaagent") && !option.startsWith("-agentlib")) {
                command.add(option);
            }
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.inkwire.cli.Inkwire");
        command.addAll(NativeStrings.escaped(arguments));
        return new ProcessBuilder(appendingTo(log, command))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }

    /** The command with its output in a file, whose name a shell keeps as it is; the JDK would send it through a charset. */
    private static List<String> appendingTo(Path log, List<String> command) {
        StringBuilder octal = new StringBuilder();
        for (byte b : RawString.bytes(RawPath.text(log))) {
            octal.append(String.format(Locale.ROOT, "\\0%03o", b & 0xff));
        }
        List<String> shell = new ArrayList<>(
                List.of("/bin/sh", "-c", "log=$(printf %b \"$0\"); exec \"$@\" >>\"$log\" 2>&1", octal.toString()));
        shell.addAll(command);
        return shell;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CPU time of a program and of all it starts, as a shell's {@code times} prints it behind the program's lines. */
public final class ShellTimes {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final Pattern TIMES = Pattern.compile("(\\d+)m(\\d+\\.?\\d*)s (\\d+)m(\\d+\\.?\\d*)s");

    private ShellTimes() {}

    /** A command that runs this one, prints its times, and ends with its status. */
    public static List<String> timed(List<String> command) {
        List<String> timed = new ArrayList<>(List.of("sh", "-c", "\"$@\"; status=$?; times; exit $status", "sh"));
        timed.addAll(command);
        return timed;
    }

    /** User and system time on a line of {@code times}, in nanoseconds; empty if the line is none. */
    public static OptionalLong nanos(String line) {
        Matcher times = TIMES.matcher(line.strip());
        if (!times.matches()) {
            return OptionalLong.empty();
        }
        double seconds = 0;
        for (int i = 1; i < times.groupCount(); i += 2) {
            seconds += Integer.parseInt(times.group(i)) * SECONDS_PER_MINUTE + Double.parseDouble(times.group(i + 1));
        }
        return OptionalLong.of((long) (seconds * NANOS_PER_SECOND));
    }

    /** The time of the shell's child: that of the last such line, for the one before is of the shell itself. */
    public static OptionalLong ofChild(List<String> lines) {
        OptionalLong last = OptionalLong.empty();
        for (String line : lines) {
            OptionalLong nanos = nanos(line);
            if (nanos.isPresent()) {
                last = nanos;
            }
        }
        return last;
    }
}

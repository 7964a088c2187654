// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many file descriptors this process can still have. A command asks before it begins: when they run out later, a
 * jar that cannot be opened is a class that does not exist, and a socket that cannot be made a peer that is away.
 * Stateless, any thread.
 */
public final class FileLimit {
    /**
     * For a client: the three descriptors of each of its workers, of which there are at most three, sockets to monitors
     * and OSDs, its files. Connections that find none later are retried, or fail the operation with that cause.
     */
    public static final int OF_A_CLIENT = 18;

    private static final String PROBED = "/dev/null";
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LIMIT_LINE = "Max open files";

    private FileLimit() {}

    /** Opens the jars of the class path that are not open yet: a search without success goes through all. */
    static void openClassPath() {
        ClassLoader.getSystemResource("META-INF/no-such-resource");
    }

    /**
     * Makes sure of so many descriptors by having them all for a moment.
     *
     * @param who for the message
     * @throws Failure if there are fewer
     */
    public static void require(String who, int more) {
        Deque<FileInputStream> probes = new ArrayDeque<>(more);
        try {
            while (probes.size() < more) {
                probes.push(new FileInputStream(PROBED));
            }
        } catch (FileNotFoundException e) {
            int had = probes.size();
            close(probes);
            // Else there is no such file here, and nothing to learn from it.
            if (Errors.saysTooManyFiles(e)) {
                throw new Failure("too few file descriptors: " + shortage(who, had, more));
            }
        }
        close(probes);
    }

    private static void close(Deque<FileInputStream> probes) {
        try {
            while (!probes.isEmpty()) {
                probes.pop().close();
            }
        } catch (IOException e) {
            throw new Failure(PROBED + " cannot be closed: " + e.getMessage(), e);
        }
    }

    private static String shortage(String who, int had, int more) {
        try {
            for (String line : Files.readAllLines(LIMITS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(LIMIT_LINE)) {
                    String limit = line.substring(LIMIT_LINE.length()).strip().split("\\s+")[0];
                    return "the limit is " + limit + " (ulimit -n), " + who + " needs "
                            + (Long.parseLong(limit) - had + more);
                }
            }
        } catch (IOException | NumberFormatException noProc) {
            // Said without it.
        }
        return who + " needs " + more + " more, and only " + had + " can be opened; see ulimit -n";
    }
}

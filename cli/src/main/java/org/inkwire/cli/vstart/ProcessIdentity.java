// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkwire.cli.Failure;

/**
 * Which process a number stands for. The number alone does not say: it is one of a PID namespace, and is used again.
 * Immutable.
 *
 * @param namespace of the number: the target of {@code /proc/self/ns/pid}
 * @param boot id of the kernel's run
 * @param startTicks when the process began, since the boot
 */
record ProcessIdentity(long pid, String namespace, String boot, long startTicks) {
    static final Path PROC = Path.of("/proc");

    /** Index of the start time among the words of {@code /proc/PID/stat} that follow the name of the program. */
    private static final int START_TIME = 19;

    private static final String UNKNOWN = "-";
    private static final int FIELDS = 4;

    /** This process; unknown fields where there is no {@code /proc}. */
    static ProcessIdentity ofThis() {
        return of(ProcessHandle.current().pid(), PROC);
    }

    /** A process of this namespace. */
    static ProcessIdentity of(long pid, Path proc) {
        return new ProcessIdentity(pid, namespaceHere(proc), bootHere(proc), startTicks(pid, proc));
    }

    /** The line of {@link #parse}. */
    String line() {
        return pid + " " + namespace + " " + boot + " " + startTicks + "\n";
    }

    /** @throws IOException if the line is not one of {@link #line} */
    static ProcessIdentity parse(String line) throws IOException {
        String[] fields = line.strip().split(" ");
        try {
            if (fields.length == FIELDS) {
                return new ProcessIdentity(Long.parseLong(fields[0]), fields[1], fields[2], Long.parseLong(fields[3]));
            }
        } catch (NumberFormatException e) {
            throw new IOException("not the identity of a process: " + line.strip(), e);
        }
        throw new IOException("not the identity of a process: " + line.strip());
    }

    /**
     * Makes sure that a signal to {@link #pid} reaches this process and no other.
     *
     * @param name of the daemon, for the message
     * @param proc where {@code /proc} is
     * @throws Failure if it would not, or if that cannot be told
     */
    void requireReachable(String name, Path proc) {
        String who = name + " (process " + pid + ")";
        String here = namespaceHere(proc);
        if (here.equals(UNKNOWN)) {
            throw new Failure("there is no /proc to make sure that process " + pid + " is " + name
                    + "; stop it with: kill " + pid);
        }
        if (!boot.equals(bootHere(proc)) || !namespace.equals(here)) {
            throw new Failure(who + " was started in another PID namespace; stop it there");
        }
        if (startTicks(pid, proc) != startTicks) {
            throw new Failure("process " + pid + " is not " + name + ", although the file of " + name + " is in use");
        }
    }

    private static String namespaceHere(Path proc) {
        try {
            return Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException noProc) {
            return UNKNOWN;
        }
    }

    private static String bootHere(Path proc) {
        try {
            return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException noProc) {
            return UNKNOWN;
        }
    }

    /** −1 if there is no such process, or no {@code /proc}. */
    private static long startTicks(long pid, Path proc) {
        try {
            String stat = new String(
                    Files.readAllBytes(proc.resolve(Long.toString(pid)).resolve("stat")), StandardCharsets.ISO_8859_1);
            // The name of the program is in parentheses and may contain anything.
            List<String> words =
                    List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "));
            return Long.parseLong(words.get(START_TIME));
        } catch (IOException | NumberFormatException gone) {
            return -1;
        }
    }
}

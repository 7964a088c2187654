// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is at the other end of our output. */
public final class Terminal {
    private Terminal() {}

    /** True if people watch stderr. Java cannot tell, so Linux is asked; elsewhere nobody does. */
    public static boolean stderrIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException notLinux) {
            return false;
        }
    }
}

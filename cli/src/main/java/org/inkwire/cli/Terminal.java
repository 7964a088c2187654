// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Detects whether output goes to a terminal. */
public final class Terminal {
    private Terminal() {}

    /** True if stderr is a terminal. Java cannot tell, so this asks Linux; false on other systems. */
    public static boolean stderrIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException notLinux) {
            return false;
        }
    }
}

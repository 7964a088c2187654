// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.nio.file.Path;
import org.inkwire.wire.RawPath;

/** Words for a shell to read. */
public final class Shell {
    private Shell() {}

    /** A file's name as one word: quoted where a shell would take it apart. */
    public static String quoted(Path file) {
        String name = RawPath.text(file);
        boolean plain = !name.isEmpty()
                && name.chars().allMatch(c -> c > 0x7f || Character.isLetterOrDigit(c) || "_./:@%+=,-".indexOf(c) >= 0);
        return plain ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import org.inkwire.cluster.osd.Errno;

/** A command is refused: the errno and the text the user sees. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    CommandException(Errno errno, String message) {
        super(message, null, false, false);
        this.errno = errno;
    }

    Errno errno() {
        return errno;
    }

    /** The bare text Ceph gives where a handler had nothing to add. */
    static CommandException bare(Errno errno) {
        return new CommandException(errno, bareText(errno));
    }

    private static String bareText(Errno errno) {
        return "(" + errno.code() + ") " + errno.text();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import org.inkwire.cluster.osd.Errno;

/** Thrown when a command or a change is refused; carries the errno and the text shown to the user. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public RefusedException(Errno errno, String message) {
        super(message, null, false, false);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }

    /** A refusal with the bare text that Ceph uses where a handler adds none. */
    public static RefusedException bare(Errno errno) {
        return new RefusedException(errno, bareText(errno));
    }

    private static String bareText(Errno errno) {
        return "(" + errno.code() + ") " + errno.text();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import org.inkwire.cluster.osd.Errno;

/** A command or a change is refused: the errno and the text the user sees. */
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

    /** The bare text Ceph gives where a handler had nothing to add. */
    public static RefusedException bare(Errno errno) {
        return new RefusedException(errno, bareText(errno));
    }

    private static String bareText(Errno errno) {
        return "(" + errno.code() + ") " + errno.text();
    }
}

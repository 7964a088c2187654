// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

/** Encoding a frame failed after part of it had left: nothing can follow it, so the connection must end. */
public final class PartialFrameException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    PartialFrameException(Throwable cause) {
        super("part of a frame has left: " + cause, cause);
    }
}

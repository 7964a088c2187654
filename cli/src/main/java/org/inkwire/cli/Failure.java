// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

/** A command cannot do what was asked; the message is all the user needs, and exit status 1 follows. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}

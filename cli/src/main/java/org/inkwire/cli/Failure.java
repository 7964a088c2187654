// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

/** A command failed: its message is printed without a stack trace, and the exit status is 1. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}

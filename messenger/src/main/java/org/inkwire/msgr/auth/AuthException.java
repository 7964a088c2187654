// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.auth;

/** Authentication failed; the connection is closed with this reason. */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int result;

    public AuthException(String message) {
        this(message, 0);
    }

    /** @param result negative errno with which the peer refuses us */
    public AuthException(String message, int result) {
        super(message);
        this.result = result;
    }

    /** The negative errno with which the peer refuses what we offer; 0 if it is not that. */
    public int result() {
        return result;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.auth;

/** Authentication failed; the connection is closed with this reason. */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuthException(String message) {
        super(message);
    }
}

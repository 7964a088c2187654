// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

/** The configuration is unusable; the message names the place, the option and the value. */
public final class ConfException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ConfException(String message) {
        super(message);
    }

    public ConfException(String message, Throwable cause) {
        super(message, cause);
    }
}

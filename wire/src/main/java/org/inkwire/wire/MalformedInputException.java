// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

/**
 * The peer's bytes are wrong: truncated, out of range, or of an incompatible version. The one
 * exception decoders throw; the messenger answers it by closing the connection that sent them.
 */
public final class MalformedInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedInputException(String message) {
        super(message);
    }

    public MalformedInputException(String message, Throwable cause) {
        super(message, cause);
    }
}

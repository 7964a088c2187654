// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

/**
 * The peer's bytes are malformed: truncated, out of range, or of an incompatible version. The only exception decoders
 * throw; the messenger responds by closing the connection that sent them.
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

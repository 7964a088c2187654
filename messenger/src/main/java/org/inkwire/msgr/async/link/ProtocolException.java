// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

/** The peer violated the protocol, or the connection failed. The connection is faulted with this reason. */
public class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}

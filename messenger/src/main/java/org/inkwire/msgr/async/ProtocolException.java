// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

/** The peer broke the protocol, or the connection failed: it is faulted with this reason. */
class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}

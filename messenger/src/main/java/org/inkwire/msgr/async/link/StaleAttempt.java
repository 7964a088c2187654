// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

/** The peer has dialled again since: this attempt of its was overtaken by the next one. */
public final class StaleAttempt extends ProtocolException {
    private static final long serialVersionUID = 1L;

    public StaleAttempt(String message) {
        super(message);
    }
}

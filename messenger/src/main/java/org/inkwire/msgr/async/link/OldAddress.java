// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

/** The peer dialled a daemon that was at our address before us, and has yet to learn that it restarted. */
public final class OldAddress extends ProtocolException {
    private static final long serialVersionUID = 1L;

    public OldAddress(String message) {
        super(message);
    }
}

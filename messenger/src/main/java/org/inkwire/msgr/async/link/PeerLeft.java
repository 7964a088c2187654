// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

/** The peer closed the connection while we had something to send: a lost connection, not a misbehaving peer. */
public final class PeerLeft extends ProtocolException {
    private static final long serialVersionUID = 1L;

    PeerLeft() {
        super("peer closed the connection");
    }
}

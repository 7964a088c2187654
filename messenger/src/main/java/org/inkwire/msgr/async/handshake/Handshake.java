// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import org.inkwire.msgr.async.link.Link;

/** What every phase up to READY asks of the protocol. Confined to the connection's EventCenter. */
public interface Handshake {
    /** The current link. */
    Link link();

    /** The handshake ends: messages may go. */
    void ready(String why);
}

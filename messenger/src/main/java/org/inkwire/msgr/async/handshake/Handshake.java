// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import org.inkwire.msgr.async.link.Link;

/** What every phase up to READY needs from the protocol. Confined to the connection's EventCenter. */
public interface Handshake {
    /** The current link. */
    Link link();

    /** The handshake is complete: messages may be sent. */
    void ready(String why);
}

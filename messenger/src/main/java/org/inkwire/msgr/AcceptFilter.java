// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;

/**
 * Decides which peers to refuse. Called on a worker, after authentication, when an incoming connection has sent its
 * addresses and before it becomes a session or takes one over; must not block. Not called for existing sessions.
 */
@FunctionalInterface
public interface AcceptFilter {
    AcceptFilter ALL = (peerType, peerAddrs) -> false;

    /** @return true to close the connection */
    boolean refuses(EntityType peerType, EntityAddrVec peerAddrs);
}

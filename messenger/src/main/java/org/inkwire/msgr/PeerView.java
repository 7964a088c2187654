// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of what is known about a connection's peer. Immutable.
 *
 * @param type the type we dialled, or the one in the peer's HELLO; null until known
 * @param name from the peer's ident; number −1 until known
 * @param addrs from the peer's ident, or those we dialled; empty until known
 * @param addr the address we dialled, or the first one the peer sent
 * @param globalId the authenticated global id; 0 until known
 * @param features in common; 0 until the session is ready
 */
public record PeerView(
        @Nullable EntityType type,
        EntityName name,
        EntityAddrVec addrs,
        EntityAddr addr,
        long globalId,
        long features) {}

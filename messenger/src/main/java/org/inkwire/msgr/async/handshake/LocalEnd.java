// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/** Our end of every handshake: our identity and what we require of peers. Any thread. */
public interface LocalEnd {
    EntityName entityName();

    OwnAddresses addresses();

    SessionNumbers numbers();

    AuthClient authClient();

    /** Null if no peer is accepted. */
    @Nullable
    AuthServer authServer();

    Policy policyFor(EntityType peer);

    /** Whether the accept filter refuses such a peer. */
    boolean refuses(EntityType peer, EntityAddrVec peerAddrs);
}

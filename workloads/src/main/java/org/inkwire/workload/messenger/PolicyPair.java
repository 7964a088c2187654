// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import org.inkwire.msgr.Policy;
import org.inkwire.wire.entity.EntityType;

/**
 * The policies of a connecting node towards servers and of servers towards it. Servers distinguish nodes by entity
 * type, so each pair has its own type. Servers are OSDs, and lossless peers of each other.
 */
@SuppressWarnings("ImmutableEnumChecker") // a Policy is an immutable record
enum PolicyPair {
    LOSSY_CLIENT(EntityType.CLIENT, Policy.lossyClient(), Policy.statelessServer(), Guarantee.LOSSY, false),
    LOSSLESS_CLIENT(EntityType.MDS, Policy.losslessClient(), Policy.statefulServer(), Guarantee.RESET_CHECKED, false),
    LOSSLESS_PEER(EntityType.OSD, Policy.losslessPeer(), Policy.losslessPeer(), Guarantee.UNCHECKED, true),
    LOSSLESS_PEER_REUSE(
            EntityType.MGR, Policy.losslessPeerReuse(), Policy.losslessPeerReuse(), Guarantee.RESET_CHECKED, true);

    static final EntityType SERVER_TYPE = EntityType.OSD;

    final EntityType type;
    final Policy client;
    final Policy server;
    final Guarantee guarantee;
    /** Whether the node listens too, so that either side may dial. */
    final boolean listens;

    PolicyPair(EntityType type, Policy client, Policy server, Guarantee guarantee, boolean listens) {
        this.type = type;
        this.client = client;
        this.server = server;
        this.guarantee = guarantee;
        this.listens = listens;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/** What a messenger knows of its own addresses: pure functions (protocol: msgr2 section 4). */
final class OwnAddrs {
    /** What Ceph adds for another incarnation: far from the nonces that process ids give. */
    private static final int NONCE_STEP = 1_000_000;

    private OwnAddrs() {}

    /** Of a messenger that is not bound: IP unknown, port 0. */
    static EntityAddrVec unbound(int nonce) {
        return EntityAddrVec.of(EntityAddr.BLANK.withType(EntityAddr.Type.ANY).withNonce(nonce));
    }

    /** A messenger whose old addresses peers may hold against it. Never 0, which is for monitors. */
    static int nextNonce(int nonce) {
        int next = nonce + NONCE_STEP;
        return next == 0 ? NONCE_STEP : next;
    }

    /** Whether there is anything to learn. */
    static boolean isBlank(EntityAddrVec own) {
        for (EntityAddr a : own.addrs()) {
            if (a.isBlankIp()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Fills in an IP that we turn out to have: of our addresses without one those of its family, and one of no family.
     * Types, ports and nonces stay.
     */
    static EntityAddrVec learned(EntityAddrVec own, EntityAddr seen) {
        if (seen.isBlankIp() || !isBlank(own)) {
            return own;
        }
        List<EntityAddr> addrs = new ArrayList<>();
        for (EntityAddr a : own.addrs()) {
            boolean fits = a.isBlankIp() && (!a.hasIp() || a.sameFamily(seen));
            addrs.add(fits ? EntityAddr.of(a.type(), a.nonce(), seen.ip(), a.port()) : a);
        }
        return new EntityAddrVec(addrs);
    }

    /** These addresses are ours: all of them, or one that is among them. */
    static boolean isSelf(EntityAddrVec own, EntityAddrVec addrs) {
        return own.first().port() != 0
                && (own.equals(addrs) || addrs.addrs().size() == 1 && own.contains(addrs.first()));
    }
}

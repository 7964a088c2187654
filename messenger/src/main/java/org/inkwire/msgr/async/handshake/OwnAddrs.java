// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/** Rules for a messenger's own addresses: pure functions (protocol: msgr2 section 4). */
final class OwnAddrs {
    /** Ceph's nonce step for the next incarnation; stays clear of nonces that are process ids. */
    private static final int NONCE_STEP = 1_000_000;

    private OwnAddrs() {}

    /** The address of an unbound messenger: IP unknown, port 0. */
    static EntityAddrVec unbound(int nonce) {
        return EntityAddrVec.of(EntityAddr.BLANK.withType(EntityAddr.Type.ANY).withNonce(nonce));
    }

    /**
     * The nonce after {@code nonce}, for a messenger whose old addresses peers may reject. Never 0, which is for
     * monitors.
     */
    static int nextNonce(int nonce) {
        int next = nonce + NONCE_STEP;
        return next == 0 ? NONCE_STEP : next;
    }

    /** Whether any IP is still unknown. */
    static boolean isBlank(EntityAddrVec own) {
        for (EntityAddr a : own.addrs()) {
            if (a.isBlankIp()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Fills an IP of ours into those of our addresses that lack one and have the same family or none. Types, ports and
     * nonces stay.
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

    /** Whether these addresses are ours: all of ours, or a single one of them. */
    static boolean isSelf(EntityAddrVec own, EntityAddrVec addrs) {
        return own.first().port() != 0
                && (own.equals(addrs) || addrs.addrs().size() == 1 && own.contains(addrs.first()));
    }
}

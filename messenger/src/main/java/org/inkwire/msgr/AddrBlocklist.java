// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;

/**
 * Blocked addresses, as an OSDMap lists them: one instance (IP, port and nonce, whatever its type), a whole IP
 * (port and nonce 0), or a network (in {@code ranges}, with the prefix length in the nonce). Immutable; any thread. Ceph:
 * {@code OSDMap::is_blocklisted}.
 */
public final class AddrBlocklist implements AcceptFilter {
    public static final AddrBlocklist NONE = new AddrBlocklist(List.of(), List.of());

    private record Network(byte[] ip, int prefix) {
        boolean contains(byte[] other) {
            if (ip.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < Math.min(prefix, ip.length * 8); bit += 8) {
                int mask = 0xff << Math.max(0, 8 - (prefix - bit));
                if (((ip[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Set<EntityAddr> entries = new LinkedHashSet<>();
    private final List<Network> networks = new ArrayList<>();

    private AddrBlocklist(Collection<EntityAddr> entries, Collection<EntityAddr> ranges) {
        for (EntityAddr entry : entries) {
            this.entries.add(entry.withType(EntityAddr.Type.ANY));
        }
        for (EntityAddr range : ranges) {
            if (range.hasIp()) {
                networks.add(new Network(range.ip().getAddress(), Math.max(0, range.nonce())));
            }
        }
    }

    /**
     * @param entries instances and whole IPs
     * @param ranges networks
     */
    public static AddrBlocklist of(Collection<EntityAddr> entries, Collection<EntityAddr> ranges) {
        return entries.isEmpty() && ranges.isEmpty() ? NONE : new AddrBlocklist(entries, ranges);
    }

    /** Whether any of these is listed: as an instance, as a whole IP or within a network. */
    public boolean contains(EntityAddrVec addrs) {
        if (this == NONE) {
            return false;
        }
        for (EntityAddr addr : addrs.addrs()) {
            if (addr.hasIp() && (containsInstance(addr) || containsIp(addr))) {
                return true;
            }
        }
        return false;
    }

    /** Whether any of these is listed as an instance, with its port and nonce. */
    public boolean containsInstance(EntityAddrVec addrs) {
        if (this == NONE) {
            return false;
        }
        for (EntityAddr addr : addrs.addrs()) {
            if (containsInstance(addr)) {
                return true;
            }
        }
        return false;
    }

    private boolean containsInstance(EntityAddr addr) {
        return entries.contains(addr.withType(EntityAddr.Type.ANY));
    }

    private boolean containsIp(EntityAddr addr) {
        if (entries.contains(addr.withType(EntityAddr.Type.ANY).withPort(0).withNonce(0))) {
            return true;
        }
        if (networks.isEmpty()) {
            return false;
        }
        byte[] ip = addr.ip().getAddress();
        for (Network network : networks) {
            if (network.contains(ip)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean refuses(EntityType peerType, EntityAddrVec peerAddrs) {
        return contains(peerAddrs);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Which of a peer's addresses a connection dials. It keeps one that works. While TCP fails it tries them in turn, and
 * only a full round without success counts as a failure. Changed on the connection's EventCenter; read by any thread.
 */
public final class DialTargets {
    private volatile List<EntityAddr> targets;
    private volatile EntityAddr current;
    private int at;
    private int failed;
    private int refused;

    /** @param targets empty: nothing to dial yet */
    DialTargets(List<EntityAddr> targets) {
        this.targets = targets;
        this.current = targets.isEmpty() ? EntityAddr.BLANK : targets.get(0);
    }

    /**
     * Where to dial a peer: its v2 addresses with an IP and a port, in the peer's order, except that families we are
     * bound to come first. If we are bound to nothing, no family is preferred.
     *
     * @return empty if the peer has no v2 address
     */
    public static List<EntityAddr> of(EntityAddrVec peer, EntityAddrVec own) {
        List<EntityAddr> first = new ArrayList<>();
        List<EntityAddr> others = new ArrayList<>();
        for (EntityAddr a : peer.addrs()) {
            if (a.type() == EntityAddr.Type.MSGR2 && !a.isBlankIp() && a.port() != 0) {
                (reaches(own, a) ? first : others).add(a);
            }
        }
        first.addAll(others);
        return List.copyOf(first);
    }

    private static boolean reaches(EntityAddrVec own, EntityAddr target) {
        for (EntityAddr a : own.addrs()) {
            if (a.port() != 0 && a.sameFamily(target)) {
                return true;
            }
        }
        return false;
    }

    /** Blank while there is nothing to dial. */
    EntityAddr current() {
        return current;
    }

    /** The peer announced where it listens. */
    void replace(List<EntityAddr> newTargets) {
        if (!newTargets.equals(targets)) {
            targets = newTargets;
            at = 0;
            current = newTargets.isEmpty() ? EntityAddr.BLANK : newTargets.get(0);
            connected();
        }
    }

    /** TCP works: the next failure begins a new round. */
    void connected() {
        failed = 0;
        refused = 0;
    }

    /** What a failed dial means. */
    public enum Outcome {
        /** Another address is left in this round: {@link #current}. */
        TRY_NEXT,
        /** No address could be reached. */
        UNREACHABLE,
        /** Every address refused the connection. */
        REFUSED
    }

    Outcome failed(Throwable cause) {
        failed++;
        if (cause instanceof ConnectException) {
            refused++;
        }
        int n = targets.size();
        if (n > 0) {
            at = (at + 1) % n;
            current = targets.get(at);
        }
        if (failed < n) {
            return Outcome.TRY_NEXT;
        }
        boolean allRefused = refused == failed;
        connected();
        return allRefused ? Outcome.REFUSED : Outcome.UNREACHABLE;
    }
}

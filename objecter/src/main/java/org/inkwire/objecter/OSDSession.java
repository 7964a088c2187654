// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.TreeMap;
import org.inkwire.msgr.Connection;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * Our session with one OSD, across as many connections as it takes. Confined to the Objecter's center. Ceph: {@code
 * Objecter::OSDSession}.
 */
final class OSDSession {
    final int osd;
    final EntityAddrVec addrs;

    /** Operations that the current map directs to this OSD, sent or held, by tid. */
    final TreeMap<Long, Op<?>> ops = new TreeMap<>();

    final Backoffs backoffs = new Backoffs();

    Connection connection;

    /** Monotonic time of the last connection attempt. */
    long openedNanos;

    /** Why it was not reached the last time; null if nothing is known. */
    @Nullable
    Throwable lastFault;

    /** The connection broke right after it was opened: wait before reconnecting. */
    boolean resting;

    OSDSession(int osd, EntityAddrVec addrs, Connection connection, long nowNanos) {
        this.osd = osd;
        this.addrs = addrs;
        this.connection = connection;
        this.openedNanos = nowNanos;
    }

    @Override
    public String toString() {
        return "osd." + osd + " " + addrs;
    }
}

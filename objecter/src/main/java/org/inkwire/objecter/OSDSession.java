// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import org.inkwire.msgr.Connection;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * Our session with one OSD, across as many connections as it takes. Guarded by the Objecter's {@link Gate}. Ceph: {@code
 * Objecter::OSDSession}.
 */
final class OSDSession {
    final int osd;
    final EntityAddrVec addrs;

    /** Operations that the current map directs to this OSD, sent or held. */
    final OpTable ops = new OpTable();

    final Backoffs backoffs = new Backoffs();

    /** The current one. */
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

    /** Whether the OSD told us to hold this operation. */
    boolean holds(Op<?> op) {
        return !backoffs.isEmpty() && backoffs.covers(op.target.pgid(), op.target.hobject());
    }

    @Override
    public String toString() {
        return "osd." + osd + " " + addrs;
    }
}

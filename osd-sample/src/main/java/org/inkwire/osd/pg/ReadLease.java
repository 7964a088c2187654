// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.Map;
import java.util.TreeMap;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.jspecify.annotations.Nullable;

/**
 * A primary's right to answer reads on its own. A primary that was cut off still believes it is primary, and would
 * serve stale reads. So every acting member grants it a lease, and the next primary, which must hear one of them, waits
 * until that lease has expired. Time is each OSD's monotonic clock. The lease counts from when it was requested, the
 * promise from when it was given, so clocks need only run at the same pace, not agree.
 *
 * <p>Confined to the PG; lives from activation to the end of the interval. Ceph: MOSDPGLease, {@code readable_until}.
 */
final class ReadLease {
    private final PgCopy copy;
    private final PgHost host;
    private final PgOptions options;
    private final Runnable renewed;
    private final Map<Integer, Long> grantedUntil = new TreeMap<>();
    private PgHost.@Nullable Timer timer;
    private boolean ended;

    /** @param renewed runs whenever a member has renewed its grant */
    ReadLease(PgCopy copy, PgHost host, PgOptions options, Runnable renewed) {
        this.copy = copy;
        this.host = host;
        this.options = options;
        this.renewed = renewed;
    }

    /** Every acting member granted the first one with its activation. */
    void start(long stamp) {
        for (int osd : copy.mapping().acting()) {
            if (osd != host.whoami()) {
                grantedUntil.put(osd, stamp + options.readLease().toNanos());
            }
        }
        arm();
    }

    void end() {
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void arm() {
        if (!grantedUntil.isEmpty()) {
            // Request it often enough that one lost message does not let it expire.
            timer = host.schedule(options.readLease().toNanos() / 3, this::renew);
        }
    }

    private void renew() {
        if (!ended) {
            ask();
            arm();
        }
    }

    private void ask() {
        long stamp = host.nanoTime();
        for (int osd : grantedUntil.keySet()) {
            host.sendToPeer(
                    osd,
                    new PeerMessage.Lease(
                            copy.pgid(),
                            copy.interval(),
                            stamp,
                            options.readLease().toNanos(),
                            copy.info().historyLastEpochStarted()));
        }
    }

    void onAck(int from, PeerMessage.LeaseAck m) {
        long until = m.leaseStamp() + options.readLease().toNanos();
        Long old = grantedUntil.get(from);
        if (!ended && old != null && until - old > 0) {
            grantedUntil.put(from, until);
            renewed.run();
        }
    }

    /** We may answer reads now. */
    boolean readable() {
        if (grantedUntil.isEmpty()) {
            return true;
        }
        long now = host.nanoTime();
        for (long until : grantedUntil.values()) {
            if (until - now <= 0) {
                return false;
            }
        }
        return true;
    }
}

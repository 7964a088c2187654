// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import org.inkwire.msgr.async.link.Link;
import org.inkwire.msgr.event.EventCenter;

/**
 * Traffic totals of one connection's links and the time of its last activity. Confined to the connection's EventCenter.
 */
final class LinkActivity {
    private final EventCenter center;
    private long lastNanos;
    private long bytesReceived;
    private long bytesSent;
    private boolean ever;

    LinkActivity(EventCenter center) {
        this.center = center;
    }

    /** A link was established, or carried data. */
    void touch() {
        ever = true;
        lastNanos = center.recentNanos();
    }

    /** Nanoseconds since the last {@link #touch}. */
    long idleNanos() {
        return center.nanoTime() - lastNanos;
    }

    /** For a dump: {@link #idleNanos}, or −1 if there never was a link. */
    long lastActiveAgoNanos() {
        return ever ? idleNanos() : -1;
    }

    /** Adds the link's traffic since the last call to the totals of the connection and of the worker. */
    void account(Link link) {
        long received = link.takeReceived();
        long sent = link.takeSent();
        bytesReceived += received;
        bytesSent += sent;
        center.counters().bytesReceived(received);
        center.counters().bytesSent(sent);
    }

    long bytesReceived() {
        return bytesReceived;
    }

    long bytesSent() {
        return bytesSent;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.time.Duration;

/**
 * How long a connection waits before it dials again (protocol: msgr2 section 7.4). Confined to the connection's
 * EventCenter.
 *
 * <p>Two series of delays, both doubling from {@code ms_initial_backoff} to {@code ms_max_backoff}. One is Ceph's, for
 * attempts that do not reach READY. The other is ours. After a fault in READY, Ceph dials immediately, and so do we if
 * the session made progress since the previous fault. But a message the receiver cannot decode is resent on every
 * reconnect; without a pause both ends would do nothing else.
 */
final class ReconnectBackoff {
    private final Duration initial;
    private final Duration max;
    private Duration connecting = Duration.ZERO;
    private Duration fruitless = Duration.ZERO;
    private boolean progress = true;

    ReconnectBackoff(Duration initial, Duration max) {
        this.initial = initial;
        this.max = max;
    }

    /** The session reached READY. */
    void ready() {
        connecting = Duration.ZERO;
    }

    /** A message was received, or one of ours was acknowledged. */
    void progressed() {
        progress = true;
    }

    /** Zero, unless the session made no progress since the previous call. */
    Duration afterReady() {
        fruitless = progress ? Duration.ZERO : next(fruitless);
        progress = false;
        return fruitless;
    }

    Duration afterConnecting() {
        connecting = next(connecting);
        return connecting;
    }

    /** The maximum delay, to give the peer's own attempt time to arrive. */
    Duration afterWait() {
        connecting = max;
        return connecting;
    }

    private Duration next(Duration last) {
        if (last.isZero()) {
            return initial;
        }
        Duration twice = last.multipliedBy(2);
        return twice.compareTo(max) > 0 ? max : twice;
    }
}

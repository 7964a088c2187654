// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

/**
 * How a worker waits when there is no work. Immutable. Sleeping always happens inside the poller, where a socket
 * or a submitted task can end it.
 *
 * @param spins passes without work before the worker parks in the poller; {@link Integer#MAX_VALUE}: it never parks
 */
public record WaitStrategy(int spins) {
    /** Parks at once: idle CPU near 0. The default. */
    public static WaitStrategy park() {
        return new WaitStrategy(0);
    }

    /** Never parks: lowest latency, burns a core per worker. */
    public static WaitStrategy spin() {
        return new WaitStrategy(Integer.MAX_VALUE);
    }

    /** Spins for a while after the last work, then parks. */
    public static WaitStrategy spinThenPark(int spins) {
        return new WaitStrategy(spins);
    }
}

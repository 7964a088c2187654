// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A center that carries connections, and their number. Any thread. Ceph: {@code Worker} in {@code
 * src/msg/async/Stack.h}.
 */
public final class Worker {
    private final EventCenter center;
    private final int id;
    private final AtomicInteger connections = new AtomicInteger();

    Worker(EventCenter center, int id) {
        this.center = center;
        this.id = id;
    }

    /** From 0 on, within its stack. */
    public int id() {
        return id;
    }

    /** Counters of this worker's activity. */
    public WorkerCounters counters() {
        return center.counters();
    }

    public EventCenter center() {
        return center;
    }

    /** Connections assigned now. */
    public int connections() {
        return connections.get();
    }

    /** Removes a connection from the count; pairs with {@link NetworkStack#assignWorker}. */
    public void release() {
        connections.decrementAndGet();
    }

    void assign() {
        connections.incrementAndGet();
    }
}

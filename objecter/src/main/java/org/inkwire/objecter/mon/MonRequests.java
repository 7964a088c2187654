// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.error.Timeouts;
import org.inkwire.wire.message.Message;

/** Unanswered requests by tid, oldest first. Each new session resends them all. Confined to the MonClient's center. */
final class MonRequests {
    private static final String SHUT_DOWN = "the client was shut down";

    private final EventCenter center;
    private final Supplier<String> whereabouts;
    private final Map<Long, MonRequest<?>> open = new TreeMap<>();
    private long lastTid;
    private boolean stopped;

    /** @param whereabouts says how things stand with the monitors, for error texts */
    MonRequests(EventCenter center, Supplier<String> whereabouts) {
        this.center = center;
        this.whereabouts = whereabouts;
    }

    long nextTid() {
        return ++lastTid;
    }

    /**
     * Registers a request without sending it. After {@link #shutdown} it fails at once.
     *
     * @param timeout zero: none
     */
    void begin(long tid, MonRequest<?> request, Duration timeout) {
        if (stopped) {
            request.giveUp(Errno.ESHUTDOWN, SHUT_DOWN);
            return;
        }
        open.put(tid, request);
        Duration bounded = Timeouts.checked(timeout);
        if (!bounded.isZero()) {
            request.deadline = center.schedule(bounded.toNanos(), () -> {
                open.remove(tid);
                request.giveUp(
                        Errno.ETIMEDOUT,
                        "no answer from a monitor within " + Timeouts.text(bounded) + "; " + whereabouts.get());
            });
        }
    }

    /** Sends the request of this tid if it is open. */
    void send(long tid, Connection connection) {
        MonRequest<?> request = open.get(tid);
        if (request != null && !request.send(tid, connection)) {
            open.remove(tid);
        }
    }

    void sendAll(Connection connection) {
        // A failed one may begin others.
        List.copyOf(open.keySet()).forEach(tid -> send(tid, connection));
    }

    /** The request of this tid, or its answer, cannot pass this process. */
    void broke(long tid, Throwable cause) {
        MonRequest<?> request = open.remove(tid);
        if (request != null) {
            request.broke(cause);
        }
    }

    /** Fails all open requests: waiting on is of no use. */
    void fail(RadosException cause) {
        List<MonRequest<?>> left = new ArrayList<>(open.values());
        open.clear();
        left.forEach(r -> r.fail(cause));
    }

    /**
     * @param message borrowed
     * @return whether a request waited for it
     */
    boolean onReply(long tid, Message message) {
        MonRequest<?> request = open.get(tid);
        if (request == null || request.replyType != message.type()) {
            return false;
        }
        open.remove(tid);
        request.complete(message);
        return true;
    }

    /** Fails all open and future requests. */
    void shutdown() {
        stopped = true;
        List<MonRequest<?>> left = new ArrayList<>(open.values());
        open.clear();
        left.forEach(r -> r.giveUp(Errno.ESHUTDOWN, SHUT_DOWN));
    }
}

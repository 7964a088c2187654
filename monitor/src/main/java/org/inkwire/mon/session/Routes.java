// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import java.util.HashMap;
import java.util.Map;
import org.inkwire.wire.message.Message;

/**
 * The monitor's routing table from message types to handlers. Filled when the monitor is constructed, read on its
 * center. Ceph: {@code Monitor::dispatch_op}.
 */
public final class Routes {
    /** Handles messages of one type, on the monitor's center. */
    @FunctionalInterface
    public interface Handler<M extends Message> {
        /** @param message borrowed */
        void handle(MonSession from, M message);
    }

    private record Route<M extends Message>(Class<M> type, Handler<M> handler) {
        void take(MonSession from, Message message) {
            handler.handle(from, type.cast(message));
        }
    }

    private final Map<Integer, Route<?>> byType = new HashMap<>();

    /** @throws IllegalStateException if the type already has a handler */
    public <M extends Message> void add(int type, Class<M> of, Handler<M> handler) {
        if (byType.put(type, new Route<>(of, handler)) != null) {
            throw new IllegalStateException("two handlers for " + of.getSimpleName());
        }
    }

    /**
     * @param message borrowed
     * @return false if the type has no handler
     */
    public boolean deliver(MonSession from, Message message) {
        Route<?> route = byType.get(message.type());
        if (route == null) {
            return false;
        }
        route.take(from, message);
        return true;
    }
}

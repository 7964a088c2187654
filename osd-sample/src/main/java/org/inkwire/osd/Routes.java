// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatch table for what an OSD receives from its messengers: for each message type, its handler and where that runs.
 * Immutable, any thread. Ceph: {@code OSD::ms_fast_dispatch}, {@code OSD::_dispatch}.
 */
final class Routes {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    /** @param <M> the message's class */
    @FunctionalInterface
    interface Handler<M extends Message> {
        /** @param message borrowed */
        void handle(Connection connection, M message);
    }

    /** Hands a message to its handler, now or on the OSD's center. */
    @FunctionalInterface
    private interface Route {
        void take(Connection connection, Message message);
    }

    private final int[] types;
    private final List<Route> routes;

    private Routes(Map<Integer, Route> byType) {
        this.types = byType.keySet().stream().mapToInt(type -> type).toArray();
        this.routes = List.copyOf(byType.values());
    }

    /** −1 if there is none. A handful of comparisons; one for the type added first. */
    private int find(int type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == type) {
                return i;
            }
        }
        return -1;
    }

    boolean has(int type) {
        return find(type) >= 0;
    }

    /**
     * @param message borrowed
     * @throws IllegalArgumentException if there is no route for it
     */
    void take(Connection connection, Message message) {
        int at = find(message.type());
        if (at < 0) {
            throw new IllegalArgumentException("no route for " + message);
        }
        routes.get(at).take(connection, message);
    }

    /** @param center where {@link Builder#onCenter} handlers run. Add the most frequent types first. */
    static Builder to(EventCenter center) {
        return new Builder(center);
    }

    static final class Builder {
        private final EventCenter center;
        private final Map<Integer, Route> byType = new LinkedHashMap<>();

        private Builder(EventCenter center) {
            this.center = center;
        }

        private Builder add(int type, Route route) {
            if (byType.put(type, route) != null) {
                throw new IllegalArgumentException("two routes for message type " + type);
            }
            return this;
        }

        /** Handled at once, on the connection's worker: must not block. */
        <M extends Message> Builder onWorker(int type, Class<M> message, Handler<M> handler) {
            return add(type, (connection, m) -> handler.handle(connection, message.cast(m)));
        }

        /** Handled on the OSD's center, in order. */
        <M extends Message> Builder onCenter(int type, Class<M> message, Handler<M> handler) {
            return add(type, (connection, m) -> {
                m.retain();
                center.submit(() -> {
                    try {
                        handler.handle(connection, message.cast(m));
                    } catch (Throwable e) {
                        if (!EntityType.CLIENT.equals(connection.peerType())) {
                            throw e;
                        }
                        // What a client asks for costs that client.
                        log.error("{} from {} failed, closing its connection", m, connection.peerName(), e);
                        connection.markDown();
                    } finally {
                        m.release();
                    }
                });
            });
        }

        /** Accepted and ignored: others send it unasked. */
        Builder ignored(int type) {
            return add(type, (connection, m) -> {});
        }

        Routes build() {
            return new Routes(byType);
        }
    }
}

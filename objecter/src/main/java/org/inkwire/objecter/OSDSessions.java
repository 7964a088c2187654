// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.op.MOSDBackoff;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions with the OSDs we have operations for: opened by the first operation, dialled again when a connection
 * breaks, ended by a map in which the OSD is down or elsewhere, and held up by the OSD's backoffs. Confined to the
 * Objecter's center. Ceph: {@code Objecter::osd_sessions}.
 */
final class OSDSessions {
    private static final Logger log = LoggerFactory.getLogger(OSDSessions.class);

    /** A connection that broke younger than this is dialled again only after it. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final EventCenter center;
    private final Messenger messenger;
    private final MapKeeper maps;
    private final Consumer<Op<?>> send;
    private final Map<Integer, OSDSession> byOsd = new LinkedHashMap<>();

    /** @param send sends an operation that can go on */
    OSDSessions(EventCenter center, Messenger messenger, MapKeeper maps, Consumer<Op<?>> send) {
        this.center = center;
        this.messenger = messenger;
        this.maps = maps;
        this.send = send;
    }

    Collection<OSDSession> all() {
        return byOsd.values();
    }

    int size() {
        return byOsd.size();
    }

    /** The session with an OSD that the map has up; opened if it is the first. */
    OSDSession with(OSDMap map, int osd) {
        OSDSession known = byOsd.get(osd);
        if (known != null) {
            return known;
        }
        EntityAddrVec addrs = map.clientAddrs(osd);
        OSDSession opened = new OSDSession(osd, addrs, messenger.connectTo(EntityType.OSD, addrs), center.nanoTime());
        opened.connection.attachment(opened);
        byOsd.put(osd, opened);
        log.debug("session with {} opens", opened);
        return opened;
    }

    /** The session this connection belongs to now; null: to none. */
    @Nullable
    OSDSession of(Connection connection) {
        if (connection.attachment() instanceof OSDSession session
                && session.connection.equals(connection)
                && session.equals(byOsd.get(session.osd))) {
            return session;
        }
        return null;
    }

    void onReset(Connection connection) {
        OSDSession session = of(connection);
        if (session == null) {
            return;
        }
        log.info("lost the connection to {}, {} operations go again", session, session.ops.size());
        maps.request();
        long age = center.nanoTime() - session.openedNanos;
        if (age >= REST_NANOS) {
            reopen(session);
        } else {
            session.resting = true;
            center.schedule(REST_NANOS - age, () -> reopen(session));
        }
    }

    private void reopen(OSDSession session) {
        if (!session.equals(byOsd.get(session.osd))) {
            return;
        }
        session.resting = false;
        session.backoffs.clear();
        session.connection.markDown();
        if (session.ops.isEmpty()) {
            byOsd.remove(session.osd);
            return;
        }
        session.connection = messenger.connectTo(EntityType.OSD, session.addrs);
        session.connection.attachment(session);
        session.openedNanos = center.nanoTime();
        List.copyOf(session.ops.values()).forEach(send);
    }

    void shutdown() {
        byOsd.values().forEach(s -> s.connection.markDown());
        byOsd.clear();
    }

    /** Sessions with OSDs that are down or moved end; their operations go with the others. */
    void closeStale(OSDMap map, Map<Long, Op<?>> resend) {
        for (OSDSession session : List.copyOf(byOsd.values())) {
            if (map.isUp(session.osd) && map.clientAddrs(session.osd).equals(session.addrs)) {
                continue;
            }
            log.info("session with {} ends by map {}", session, map.epoch());
            byOsd.remove(session.osd);
            session.connection.markDown();
            for (Op<?> op : List.copyOf(session.ops.values())) {
                op.detach();
                resend.put(op.tid, op);
            }
        }
    }

    // ---- backoffs

    void onBackoff(Connection connection, MOSDBackoff message) {
        OSDSession session = of(connection);
        if (session == null) {
            return;
        }
        switch (message.op()) {
            case MOSDBackoff.BLOCK -> {
                Backoffs.Backoff backoff =
                        new Backoffs.Backoff(message.pgid(), message.id(), message.begin(), message.end());
                if (!session.backoffs.add(backoff)) {
                    log.error("{} sends backoffs without end, its connection is dropped", session);
                    connection.markDown();
                    onReset(connection);
                    return;
                }
                connection.sendMessage(new MOSDBackoff(
                        message.pgid(),
                        maps.epoch(),
                        MOSDBackoff.ACK_BLOCK,
                        message.id(),
                        message.begin(),
                        message.end()));
            }
            case MOSDBackoff.UNBLOCK -> {
                Backoffs.Backoff ended = session.backoffs.remove(message.id());
                if (ended == null) {
                    log.warn("{} unblocks {}, which is not blocked", session, message.pgid());
                    return;
                }
                SpgId pg = ended.pgid();
                for (Op<?> op : List.copyOf(session.ops.values())) {
                    if (op.target.isIn(pg) && ended.covers(pg, op.target.hobject())) {
                        send.accept(op);
                    }
                }
            }
            default -> log.warn("{} sends backoff operation {}", session, message.op());
        }
    }
}

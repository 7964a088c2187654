// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.collections.Hashing;
import org.agrona.collections.Int2ObjectHashMap;
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
 * Sessions with the OSDs that have operations. The first operation opens a session, a broken connection is redialled, a
 * map in which the OSD is down or has moved ends it, and the OSD's backoffs hold its operations. Guarded by the
 * Objecter's {@link Gate}. Ceph: {@code Objecter::osd_sessions}.
 */
final class OSDSessions {
    private static final Logger log = LoggerFactory.getLogger(OSDSessions.class);

    /** A connection that breaks before this age is redialled only after this delay. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int CAPACITY = 8;

    /** No: two loops may go over it at a time. */
    private static final boolean REUSE_ITERATORS = false;

    private final EventCenter center;
    private final Gate gate;
    private final Messenger messenger;
    private final MapKeeper maps;
    private final Consumer<Op<?>> send;
    private final Int2ObjectHashMap<OSDSession> byOsd =
            new Int2ObjectHashMap<>(CAPACITY, Hashing.DEFAULT_LOAD_FACTOR, REUSE_ITERATORS);
    /** Operations that no session has: without an OSD, a map or a pool, or about to get one. */
    private final OpTable homeless;

    /**
     * @param homeless empty
     * @param send sends an operation that is no longer held
     */
    OSDSessions(
            EventCenter center,
            Gate gate,
            Messenger messenger,
            MapKeeper maps,
            OpTable homeless,
            Consumer<Op<?>> send) {
        this.center = center;
        this.gate = gate;
        this.messenger = messenger;
        this.maps = maps;
        this.homeless = homeless;
        this.send = send;
    }

    Collection<OSDSession> all() {
        return byOsd.values();
    }

    int size() {
        return byOsd.size();
    }

    /** The session with an OSD; null if there is none yet. What it has is up and where the current map says. */
    @Nullable
    OSDSession get(int osd) {
        return byOsd.get(osd);
    }

    /** Opens a session with an OSD that is up in the map and has none yet. */
    OSDSession open(OSDMap map, int osd) {
        EntityAddrVec addrs = map.clientAddrs(osd);
        OSDSession opened = new OSDSession(osd, addrs, messenger.connectTo(EntityType.OSD, addrs), center.nanoTime());
        opened.connection.attachment(opened);
        byOsd.put(osd, opened);
        log.debug("opening a session with {}", opened);
        return opened;
    }

    // ---- operations: each is in one session, or homeless

    /** Files an operation under its number in its session. */
    void file(Op<?> op) {
        tableOf(op).put(op);
    }

    /** Takes an operation out, if it is filed: it has no session then. */
    void unfile(Op<?> op) {
        tableOf(op).remove(op);
        op.session = null;
    }

    private OpTable tableOf(Op<?> op) {
        OSDSession session = op.session;
        return session == null ? homeless : session.ops;
    }

    /** Moves a filed operation to another session; null: to none. */
    void move(Op<?> op, @Nullable OSDSession to) {
        if (to != op.session) {
            unfile(op);
            op.session = to;
            file(op);
        }
    }

    /** All operations, as views. */
    List<Collection<Op<?>>> tables() {
        List<Collection<Op<?>>> tables = new ArrayList<>();
        tables.add(homeless.all());
        byOsd.values().forEach(session -> tables.add(session.ops.all()));
        return tables;
    }

    /** A copy of all operations, in the order in which they were submitted. */
    List<Op<?>> allOps() {
        List<Op<?>> all = new ArrayList<>();
        tables().forEach(all::addAll);
        return OpTable.sorted(all);
    }

    /** A copy, in the order in which they were submitted. */
    List<Op<?>> homeless() {
        return homeless.inOrder();
    }

    boolean hasHomeless() {
        return !homeless.isEmpty();
    }

    /** Whether full or pause flags hold any operation. */
    boolean hasPaused() {
        for (Collection<Op<?>> some : tables()) {
            for (Op<?> op : some) {
                if (op.target.isPaused()) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- connections

    /** The session that currently owns this connection, or null. */
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
        log.info("lost the connection to {}, resending {} operations", session, session.ops.size());
        maps.request();
        long age = center.nanoTime() - session.openedNanos;
        if (age >= REST_NANOS) {
            reopen(session);
        } else {
            session.resting = true;
            center.schedule(REST_NANOS - age, () -> gate.run(() -> reopen(session)));
        }
    }

    /** The connection goes on trying; a newer map may name another OSD, or another process at the same address. */
    void onFault() {
        maps.request();
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
        try {
            session.connection = messenger.connectTo(EntityType.OSD, session.addrs);
        } catch (Throwable e) {
            // Each of its operations tries again, and fails with the reason.
            byOsd.remove(session.osd);
            List<Op<?>> left = session.ops.inOrder();
            left.forEach(op -> move(op, null));
            left.forEach(send);
            return;
        }
        session.connection.attachment(session);
        session.openedNanos = center.nanoTime();
        session.ops.inOrder().forEach(send);
    }

    /** Closes all sessions and forgets all operations. */
    void shutdown() {
        byOsd.values().forEach(s -> s.connection.markDown());
        byOsd.clear();
        homeless.clear();
    }

    /** Ends sessions with OSDs that are down or have moved; adds their operations to {@code resend}. */
    void closeStale(OSDMap map, Collection<Op<?>> resend) {
        for (OSDSession session : List.copyOf(byOsd.values())) {
            if (map.isUp(session.osd) && map.clientAddrs(session.osd).equals(session.addrs)) {
                continue;
            }
            log.info("ending the session with {} by map {}", session, map.epoch());
            byOsd.remove(session.osd);
            session.connection.markDown();
            for (Op<?> op : session.ops.inOrder()) {
                move(op, null);
                resend.add(op);
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
                    log.error("{} sent too many backoffs, dropping its connection", session);
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
                    log.warn("{} unblocked {}, which is not blocked", session, message.pgid());
                    return;
                }
                SpgId pg = ended.pgid();
                for (Op<?> op : session.ops.inOrder()) {
                    if (op.target.isIn(pg) && ended.covers(pg, op.target.hobject())) {
                        send.accept(op);
                    }
                }
            }
            default -> log.warn("{} sent unknown backoff operation {}", session, message.op());
        }
    }
}

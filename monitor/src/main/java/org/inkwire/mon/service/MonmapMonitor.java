// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.map.MonMap;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.cluster.message.mon.MMonMap;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.MonSession.Subscription;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Subscriptions;
import org.inkwire.mon.store.StoredState;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * The monmap and this monitor's place in it: rank 0, leader of a quorum of one. The map never changes. Confined to the
 * monitor's center. Ceph: {@code MonmapMonitor}.
 */
public final class MonmapMonitor {
    /** An odd epoch means that no election is in progress. */
    public static final int ELECTION_EPOCH = 3;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String name;
    private final UUID fsid;
    private final Map<String, String> metadata;
    private final EventCenter center;
    private @Nullable MonMap map;
    private long sinceNanos;

    /**
     * @param name without {@code mon.}
     * @param metadata what {@code mon metadata} shows
     */
    public MonmapMonitor(String name, UUID fsid, Map<String, String> metadata, EventCenter center) {
        this.name = name;
        this.fsid = fsid;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.center = center;
    }

    public void addTo(Routes routes, Subscriptions subscriptions) {
        routes.add(MMonGetMap.TYPE, MMonGetMap.class, (session, m) -> send(session));
        subscriptions.publish(Subscriptions.MONMAP, this::publish);
    }

    /** Starts the quorum. Call once, before any other method. */
    public void begin(MonMap known) {
        map = known;
        sinceNanos = center.nanoTime();
    }

    private void send(MonSession session) {
        session.send(new MMonMap(map().encode()));
    }

    private void publish(MonSession session, Subscription subscription) {
        if (subscription.next() <= map().epoch()) {
            send(session);
            session.sent(Subscriptions.MONMAP, subscription, map().epoch());
        }
    }

    public MonMap map() {
        MonMap m = map;
        if (m == null) {
            throw new IllegalStateException("mon." + name + " has not started");
        }
        return m;
    }

    /** This monitor's addresses. */
    public EntityAddrVec addrs() {
        return StoredState.addrs(map());
    }

    /** Without {@code mon.}. */
    public String name() {
        return name;
    }

    public UUID fsid() {
        return fsid;
    }

    /** Unmodifiable. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Seconds since the quorum began. */
    public long quorumAge() {
        return (center.nanoTime() - sinceNanos) / NANOS_PER_SECOND;
    }
}

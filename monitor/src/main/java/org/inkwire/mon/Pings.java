// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.inkwire.cluster.message.common.MPing;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.OsdMonitor;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Sessions;
import org.inkwire.mon.show.Health;
import org.inkwire.mon.show.MonMapDump;

/**
 * Answers {@code ceph ping mon.a}: health and the monitor's state. Confined to the monitor's center. Ceph: {@code
 * Monitor::handle_ping}.
 */
final class Pings {
    private final MonmapMonitor mons;
    private final OsdMonitor osds;
    private final PgStatsMap pgStats;
    private final Health health;
    private final Sessions sessions;

    Pings(MonmapMonitor mons, OsdMonitor osds, PgStatsMap pgStats, Health health, Sessions sessions) {
        this.mons = mons;
        this.osds = osds;
        this.pgStats = pgStats;
        this.health = health;
        this.sessions = sessions;
    }

    void addTo(Routes routes) {
        routes.add(MPing.TYPE, MPing.class, this::onPing);
    }

    private void onPing(MonSession session, MPing m) {
        ObjectNode pong = Json.object();
        pong.set("health", health.json(osds.map(), pgStats, false));
        pong.set("mon_status", MonMapDump.status(mons, sessions));
        session.reply(m, MPing.answer(Json.pretty(pong) + "\n"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import org.inkwire.cluster.message.mon.MMonGetVersion;
import org.inkwire.cluster.message.mon.MMonGetVersionReply;
import org.inkwire.mon.map.OsdMapHistory;
import org.inkwire.mon.service.MgrMonitor;
import org.inkwire.mon.service.MonmapMonitor;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Subscriptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for the newest and oldest version of a map. Confined to the monitor's center. Ceph: {@code
 * Monitor::handle_get_version}.
 */
final class MapVersions {
    private static final Logger log = LoggerFactory.getLogger(MapVersions.class);

    /** Version of a map that never changes. */
    private static final long ONLY = 1;

    private final MonmapMonitor mons;
    private final MgrMonitor mgrs;
    private final OsdMapHistory osdMaps;

    MapVersions(MonmapMonitor mons, MgrMonitor mgrs, OsdMapHistory osdMaps) {
        this.mons = mons;
        this.mgrs = mgrs;
        this.osdMaps = osdMaps;
    }

    void addTo(Routes routes) {
        routes.add(MMonGetVersion.TYPE, MMonGetVersion.class, this::onGetVersion);
    }

    private void onGetVersion(MonSession session, MMonGetVersion m) {
        switch (m.what()) {
            case Subscriptions.OSDMAP -> answer(session, m, osdMaps.map().epoch(), osdMaps.first());
            case Subscriptions.MONMAP -> answer(session, m, mons.map().epoch(), ONLY);
            case Subscriptions.MGRMAP -> answer(session, m, mgrs.epoch(), mgrs.epoch());
            case "fsmap", "mdsmap" -> answer(session, m, ONLY, ONLY);
            default -> log.info("mon.{}: {} requests the version of {}", mons.name(), session, m.what());
        }
    }

    private static void answer(MonSession session, MMonGetVersion m, long newest, long oldest) {
        session.reply(m, new MMonGetVersionReply(m.handle(), newest, oldest));
    }
}

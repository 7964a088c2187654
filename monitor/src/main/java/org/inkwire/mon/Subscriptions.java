// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.message.mon.MConfig;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.mon.MMonMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.mon.MonSession.Subscription;

/**
 * Who wants which map from which version on, and sending it (protocol: mon section 5). A subscription starts with the first
 * version wanted: 0 is the newest, whole. Confined to the monitor's center.
 */
final class Subscriptions {
    static final String CONFIG = "config";
    static final String MONMAP = "monmap";
    static final String MGRMAP = "mgrmap";
    static final String OSDMAP = "osdmap";
    static final String OSD_PG_CREATES = "osd_pg_creates";

    private final Monitor monitor;
    private final PgCreates pgCreates;

    Subscriptions(Monitor monitor, PgCreates pgCreates) {
        this.monitor = monitor;
        this.pgCreates = pgCreates;
    }

    void onSubscribe(MonSession session, MMonSubscribe m) {
        for (Map.Entry<String, MMonSubscribe.Item> e : new TreeMap<>(m.what()).entrySet()) {
            String what = e.getKey();
            session.subscriptions()
                    .put(
                            what,
                            new Subscription(e.getValue().start(), e.getValue().onetime()));
            check(session, what);
        }
    }

    /** Sends what a session lacks of one kind. */
    void check(MonSession session, String what) {
        Subscription sub = session.subscriptions().get(what);
        if (sub == null) {
            return;
        }
        switch (what) {
            case CONFIG -> sendConfig(session, sub);
            case MONMAP -> {
                if (sub.next() <= monitor.monMap().epoch()) {
                    session.send(new MMonMap(monitor.monMap().encode()));
                    sent(session, what, sub, monitor.monMap().epoch());
                }
            }
            case MGRMAP -> {
                if (sub.next() <= Monitor.MGRMAP_EPOCH) {
                    session.send(new MMgrMap(MMgrMap.withoutManager(Monitor.MGRMAP_EPOCH)));
                    sent(session, what, sub, Monitor.MGRMAP_EPOCH);
                }
            }
            case OSDMAP -> sendOsdMaps(session, sub);
            case OSD_PG_CREATES -> pgCreates.send(session, sub);
            default -> {
                // A map of something this cluster does not have, such as fsmap: never published.
            }
        }
    }

    private void sendConfig(MonSession session, Subscription sub) {
        session.send(new MConfig(monitor.config().optionsFor(session.authName())));
        if (sub.onetime()) {
            session.subscriptions().remove(CONFIG);
        }
    }

    private void sendOsdMaps(MonSession session, Subscription sub) {
        long newest = monitor.osds().map().epoch();
        if (sub.next() > newest) {
            return;
        }
        if (sub.next() >= 1) {
            session.sendMaps(sub.next());
        } else {
            session.send(monitor.osds().latestFull());
        }
        sent(session, OSDMAP, sub, newest);
    }

    private static void sent(MonSession session, String what, Subscription sub, long version) {
        if (sub.onetime()) {
            session.subscriptions().remove(what);
        } else {
            session.subscriptions().put(what, new Subscription(version + 1, false));
        }
    }
}

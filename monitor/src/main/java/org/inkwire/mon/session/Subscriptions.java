// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.mon.session.MonSession.Subscription;

/**
 * The peers' subscriptions to maps (protocol: mon section 5). A subscription starts with the first version wanted; 0 is
 * the newest, as a full map. The owner of each map publishes it here. Confined to the monitor's center.
 */
public final class Subscriptions {
    public static final String CONFIG = "config";
    public static final String MONMAP = "monmap";
    public static final String MGRMAP = "mgrmap";
    public static final String OSDMAP = "osdmap";
    public static final String OSD_PG_CREATES = "osd_pg_creates";

    /** Publishes one kind of map. */
    @FunctionalInterface
    public interface Publisher {
        /** Sends what the session lacks, if anything, and records it in the session. */
        void send(MonSession session, Subscription subscription);
    }

    private final Sessions sessions;
    private final Map<String, Publisher> publishers = new HashMap<>();

    public Subscriptions(Sessions sessions) {
        this.sessions = sessions;
    }

    public void addTo(Routes routes) {
        routes.add(MMonSubscribe.TYPE, MMonSubscribe.class, this::onSubscribe);
    }

    /** Registers {@code publisher} for subscriptions to {@code what}. */
    public void publish(String what, Publisher publisher) {
        publishers.put(what, publisher);
    }

    private void onSubscribe(MonSession session, MMonSubscribe m) {
        for (Map.Entry<String, MMonSubscribe.Item> e : new TreeMap<>(m.what()).entrySet()) {
            String what = e.getKey();
            session.subscriptions()
                    .put(
                            what,
                            new Subscription(e.getValue().start(), e.getValue().onetime()));
            check(session, what);
        }
    }

    /** Sends each session what it lacks of these kinds; called when one of them has changed. */
    public void check(String... kinds) {
        for (MonSession session : sessions.all()) {
            for (String what : kinds) {
                check(session, what);
            }
        }
    }

    private void check(MonSession session, String what) {
        Subscription subscription = session.subscriptions().get(what);
        // Maps of features this cluster lacks, such as fsmap, have no publisher and are never sent.
        Publisher publisher = publishers.get(what);
        if (subscription != null && publisher != null) {
            publisher.send(session, subscription);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.mon.session.MonSession.Subscription;

/**
 * Who wants which map from which version on (protocol: mon section 5). A subscription starts with the first version wanted:
 * 0 is the newest, whole. Whoever has a map publishes it here. Confined to the monitor's center.
 */
public final class Subscriptions {
    public static final String CONFIG = "config";
    public static final String MONMAP = "monmap";
    public static final String MGRMAP = "mgrmap";
    public static final String OSDMAP = "osdmap";
    public static final String OSD_PG_CREATES = "osd_pg_creates";

    /** This cluster has no manager; its map says so and never changes. */
    static final long MGRMAP_EPOCH = 1;

    /** Knows one kind of map. */
    @FunctionalInterface
    public interface Publisher {
        /** Sends what the session lacks, if anything, and notes in the session what that was. */
        void send(MonSession session, Subscription subscription);
    }

    private final Sessions sessions;
    private final Map<String, Publisher> publishers = new HashMap<>();

    public Subscriptions(Sessions sessions) {
        this.sessions = sessions;
        publish(MGRMAP, Subscriptions::sendMgrMap);
    }

    public void addTo(Routes routes) {
        routes.add(MMonSubscribe.TYPE, MMonSubscribe.class, this::onSubscribe);
    }

    /** From now on {@code publisher} serves those who subscribe to {@code what}. */
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

    /** Something of these kinds is new: sends each session what it lacks. */
    public void check(String... kinds) {
        for (MonSession session : sessions.all()) {
            for (String what : kinds) {
                check(session, what);
            }
        }
    }

    private void check(MonSession session, String what) {
        Subscription subscription = session.subscriptions().get(what);
        // A map of something this cluster does not have, such as fsmap, has no publisher: it never comes.
        Publisher publisher = publishers.get(what);
        if (subscription != null && publisher != null) {
            publisher.send(session, subscription);
        }
    }

    private static void sendMgrMap(MonSession session, Subscription subscription) {
        if (subscription.next() <= MGRMAP_EPOCH) {
            session.send(new MMgrMap(MMgrMap.withoutManager(MGRMAP_EPOCH)));
            session.sent(MGRMAP, subscription, MGRMAP_EPOCH);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.osdmon.MOSDPGCreate2;
import org.inkwire.msgr.Connection;
import org.inkwire.objecter.mon.MonClient;

/**
 * The maps the OSD requests from the monitor: all after its newest, up to the newest it has heard of. Asks again for
 * missing maps at every occasion, as the answer may have been lost. Confined to the OSD's center. Ceph:
 * {@code OSD::osdmap_subscribe}.
 */
public final class MapSubscription {
    private static final String OSDMAP = "osdmap";
    private static final String PG_CREATES = "osd_pg_creates";
    private static final String MGRMAP = "mgrmap";

    private final MonClient monClient;
    private final OsdMaps maps;
    private long wanted;

    public MapSubscription(MonClient monClient, OsdMaps maps) {
        this.monClient = monClient;
        this.maps = maps;
    }

    /** The first session with a monitor. */
    public void start() {
        monClient.subWant(MGRMAP, 0, false);
        monClient.subWant(PG_CREATES, 0, false);
        monClient.subWant(OSDMAP, maps.receivedEpoch() + 1L, false);
        monClient.renewSubs();
    }

    /** Whether the OSD's current map is as new as any it has heard of. */
    public boolean isCaughtUp() {
        return maps.epoch() != 0 && maps.epoch() >= wanted;
    }

    /** The monitor answered which maps it has. */
    public void onVersions(MonClient.Versions versions) {
        if (maps.receivedEpoch() == 0 && versions.oldest() > 1) {
            monClient.subWant(OSDMAP, versions.oldest(), false);
            monClient.renewSubs();
        }
        wanted = Math.max(wanted, versions.newest());
    }

    /**
     * An MOSDMap was taken in.
     *
     * @param news whether it had new epochs
     */
    void onMap(MOSDMap message, boolean news) {
        int epoch = maps.receivedEpoch();
        if (news) {
            monClient.subGot(OSDMAP, epoch);
        }
        if (epoch < message.newest()) {
            wanted = Math.max(wanted, message.newest());
        }
        askAgain();
    }

    /** @param creates borrowed. PGs are created from the map; this tells which map has them */
    public void onPgCreates(Connection connection, MOSDPGCreate2 creates) {
        monClient.subGot(PG_CREATES, creates.epoch());
        request(creates.epoch());
    }

    /** A map of this epoch exists: asks for it if we lack it. */
    public void request(long epoch) {
        wanted = Math.max(wanted, epoch);
        if (maps.receivedEpoch() < epoch) {
            ask();
        }
    }

    /** Asks for what is missing, if anything is. */
    public void askAgain() {
        if (maps.receivedEpoch() < wanted) {
            ask();
        }
    }

    private void ask() {
        monClient.subUnwant(OSDMAP);
        monClient.subWant(OSDMAP, maps.receivedEpoch() + 1L, false);
        monClient.renewSubs();
    }

    void requestFullMap(long epoch) {
        monClient.sendMonMessage(new MMonGetOSDMap(maps.epoch(), epoch, epoch, 0, 0));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.osdmon.MOSDAlive;
import org.inkwire.cluster.message.osdmon.MOSDBeacon;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.osdmon.MOSDPGTemp;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.space.FullState;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * What an active OSD reports to the monitor: that it is alive, that an interval of one of its PGs may begin (up_thru),
 * which acting set one of them needs (pg_temp), that another OSD failed. Confined to the OSD's center. Ceph: {@code OSD::send_beacon}, {@code OSD::send_alive},
 * {@code OSDService::send_pg_temp}, {@code OSD::send_failures}.
 */
public final class MonReports {
    private final OsdContext osd;
    private final MonClient monClient;
    private final OsdMaps maps;
    private final StateMachine<OsdState> state;
    private final StoreSpace space;
    private int upThruWanted;
    private EventCenter.@Nullable Timer beaconTimer;

    /**
     * @param state whether the OSD is active
     * @param space of its store
     */
    public MonReports(
            OsdContext osd, MonClient monClient, OsdMaps maps, StateMachine<OsdState> state, StoreSpace space) {
        this.osd = osd;
        this.monClient = monClient;
        this.maps = maps;
        this.state = state;
        this.space = space;
    }

    /** The OSD has become active. */
    void begin() {
        beacon();
        sendUpThru();
    }

    void stop() {
        if (beaconTimer != null) {
            beaconTimer.cancel();
        }
    }

    private void beacon() {
        stop();
        Duration every = osd.conf().get(Options.OSD_BEACON_REPORT_INTERVAL);
        if (state.is(OsdState.ACTIVE)) {
            int epoch = maps.epoch();
            monClient.sendMonMessage(new MOSDBeacon(epoch, List.of(), epoch, UTime.ZERO, every.toSeconds()));
        }
        beaconTimer = osd.center().schedule(every.toNanos(), this::beacon);
    }

    // ---- up_thru

    /** Asks for a map that says we were up through {@code epoch}; repeats until there is one. */
    public void requestUpThru(int epoch) {
        osd.center().assertInThread();
        OsdMapView newest = maps.newest();
        if (newest != null && newest.upThru(osd.whoami()) >= epoch || epoch <= upThruWanted) {
            return;
        }
        upThruWanted = epoch;
        sendUpThru();
    }

    void sendUpThru() {
        if (upThruWanted > 0 && state.is(OsdState.ACTIVE)) {
            monClient.sendMonMessage(new MOSDAlive(maps.epoch(), upThruWanted));
        }
    }

    void onMap(OsdMapView newest) {
        if (upThruWanted <= newest.upThru(osd.whoami())) {
            upThruWanted = 0;
        }
        reportFullness();
    }

    // ---- space

    /** Tells the monitor how full the store is, if the newest map shows something else. Ceph: {@code OSD::send_full_update}. */
    public void reportFullness() {
        OsdMapView newest = maps.newest();
        if (newest == null || !state.is(OsdState.ACTIVE)) {
            return;
        }
        int wanted = space.state().mapState();
        if ((newest.map().state(osd.whoami()) & FullState.MAP_STATES) != wanted) {
            int epoch = maps.epoch();
            monClient.sendMonMessage(new MOSDFull(epoch, epoch, wanted));
        }
    }

    // ---- acting sets

    /**
     * Asks for another acting set of a PG. Not repeated here: the PG does so as long as it needs it.
     *
     * @param acting primary first; empty: the one CRUSH wants
     */
    public void requestPgTemp(PgId pgid, List<Integer> acting) {
        osd.center().assertInThread();
        if (state.is(OsdState.ACTIVE)) {
            int epoch = maps.epoch();
            monClient.sendMonMessage(new MOSDPGTemp(epoch, epoch, Map.of(pgid, acting), false));
        }
    }

    // ---- failures

    /**
     * Another OSD is silent, or answers again.
     *
     * @param addrs its public addresses
     * @param flags of {@link MOSDFailure}
     */
    public void reportFailure(int target, EntityAddrVec addrs, int flags, int failedForSeconds) {
        int epoch = maps.epoch();
        monClient.sendMonMessage(new MOSDFailure(epoch, osd.fsid(), target, addrs, epoch, flags, failedForSeconds));
    }
}

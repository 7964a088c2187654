// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.PgSlices;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.osdmon.MOSDPGReadyToMerge;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.pg.host.MergeReadiness;
import org.inkwire.osd.state.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * Tells the monitor once both PGs of a merge, led here, have stopped and are clean, or that one of them cannot be merged
 * now. Repeats this while the map still has them: a report may be lost. Confined to the OSD's center. Ceph: {@code
 * OSDService::send_ready_to_merge}.
 */
public final class MergeReports {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final OsdContext osd;
    private final MonClient monClient;
    private final OsdMaps maps;
    private final StateMachine<OsdState> state;
    private final Map<SpgId, MergeReadiness> stopped = new TreeMap<>();
    private EventCenter.@Nullable Timer timer;

    public MergeReports(OsdContext osd, MonClient monClient, OsdMaps maps, StateMachine<OsdState> state) {
        this.osd = osd;
        this.monClient = monClient;
        this.maps = maps;
        this.state = state;
    }

    /** @param readiness null: the PG has not stopped any longer */
    public void onReadiness(SpgId pgid, @Nullable MergeReadiness readiness) {
        osd.center().assertInThread();
        if (readiness == null) {
            stopped.remove(pgid);
        } else {
            stopped.put(pgid, readiness);
            send();
        }
    }

    private void send() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        OsdMapView newest = maps.newest();
        if (newest == null || stopped.isEmpty() || state.is(OsdState.STOPPING)) {
            return;
        }
        timer = osd.center().schedule(AGAIN.toNanos(), this::send);
        if (state.is(OsdState.ACTIVE) && monClient.hasSession()) {
            newest.map().pools().forEach((id, pool) -> send(newest.map(), id, pool));
        }
    }

    private void send(OSDMap map, long id, PgPool pool) {
        int pending = (int) pool.pgNumPending();
        if (pending >= pool.pgNum()) {
            return;
        }
        PgId sourceId = new PgId(id, pool.pgNum() - 1);
        MergeReadiness source = stopped.get(SpgId.of(sourceId));
        int targetSeed = new PgSlices(pending).seedOf(sourceId.seed());
        MergeReadiness target = stopped.get(SpgId.of(new PgId(id, targetSeed)));
        boolean cannot = source != null && !source.clean() || target != null && !target.clean();
        if (cannot) {
            monClient.sendMonMessage(
                    new MOSDPGReadyToMerge(map.epoch(), sourceId, EVersion.ZERO, EVersion.ZERO, 0, 0, false));
        } else if (source != null && target != null) {
            int since = Math.min(source.since(), target.since());
            monClient.sendMonMessage(new MOSDPGReadyToMerge(
                    map.epoch(), sourceId, source.version(), target.version(), since, since, true));
        }
    }

    public void stop() {
        stopped.clear();
        if (timer != null) {
            timer.cancel();
        }
    }
}

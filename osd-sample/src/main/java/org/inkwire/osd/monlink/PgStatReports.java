// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.StoreStats;
import org.jspecify.annotations.Nullable;

/**
 * Reports to the monitor the state of the PGs led here, and how full the store is: soon after a change, and
 * periodically. Confined to the OSD's center but for {@link #changed}. Ceph sends this to the manager:
 * {@code OSD::collect_pg_stats}.
 */
public final class PgStatReports {
    /** How long changes are gathered before they are reported. */
    private static final Duration GATHER = Duration.ofMillis(250);

    private static final int BYTES_PER_KIB = 1024;

    /** Where the states come from. */
    @FunctionalInterface
    public interface Source {
        /** @param then runs on the OSD's center */
        void collect(Consumer<List<PgStat>> then);
    }

    private final OsdContext osd;
    private final MonClient monClient;
    private final OsdMaps maps;
    private final StateMachine<OsdState> state;
    private final StoreSpace space;
    private final Source source;
    private final AtomicBoolean changed = new AtomicBoolean();
    private EventCenter.@Nullable Timer timer;

    public PgStatReports(
            OsdContext osd,
            MonClient monClient,
            OsdMaps maps,
            StateMachine<OsdState> state,
            StoreSpace space,
            Source source) {
        this.osd = osd;
        this.monClient = monClient;
        this.maps = maps;
        this.state = state;
        this.space = space;
        this.source = source;
    }

    void start() {
        timer = osd.center()
                .schedule(osd.conf().get(Options.OSD_MON_REPORT_INTERVAL).toNanos(), () -> {
                    send();
                    start();
                });
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** A report is due soon. Any thread. */
    public void changed() {
        // Called on every operation: only the first call per report costs a task.
        if (!changed.get() && changed.compareAndSet(false, true)) {
            osd.center().schedule(GATHER.toNanos(), this::send);
        }
    }

    private void send() {
        // What was deleted shows here at the latest.
        space.measure();
        if (!state.is(OsdState.ACTIVE) || !monClient.hasSession() || !changed.getAndSet(false)) {
            return;
        }
        source.collect(stats -> {
            if (state.is(OsdState.STOPPING)) {
                return;
            }
            StoreStats filled = space.stats();
            monClient.sendMonMessage(new MOSDPGStatsReport(
                    osd.fsid(),
                    osd.whoami(),
                    maps.epoch(),
                    filled.total() / BYTES_PER_KIB,
                    filled.used() / BYTES_PER_KIB,
                    filled.available() / BYTES_PER_KIB,
                    stats));
        });
    }
}

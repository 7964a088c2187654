// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.osdmon.CompatSet;
import org.inkwire.cluster.message.osdmon.MOSDBoot;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.OSDSuperblock;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.MapSubscription;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.map.Superblock;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.wire.feature.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the OSD marked up, again whenever it was marked down, and marked down when it stops. Only this class moves the
 * OSD's state. Confined to the OSD's center. Ceph: {@code OSD::start_boot}, {@code OSD::_send_boot},
 * {@code OSD::prepare_to_stop}.
 */
public final class Boot {
    private static final Logger log = LoggerFactory.getLogger(Boot.class);

    /** How often to repeat what the monitor did not react to, similar to {@code osd_mon_ack_timeout}. */
    private static final Duration REPEAT = Duration.ofSeconds(5);

    private final OsdContext osd;
    private final MonClient monClient;
    private final OsdMaps maps;
    private final MapSubscription subscription;
    private final MonReports reports;
    private final PgStatReports stats;
    private final StateMachine<OsdState> state;
    private final BootHost host;
    private final ClusterLog clusterLog;
    private int bootEpoch;
    private EventCenter.@Nullable Timer repeatTimer;
    private @Nullable CompletableFuture<@Nullable Void> goodbye;

    /** @param state the OSD's, moved only here */
    public Boot(
            OsdContext osd,
            MonClient monClient,
            OsdMaps maps,
            MapSubscription subscription,
            MonReports reports,
            PgStatReports stats,
            StateMachine<OsdState> state,
            BootHost host) {
        this.osd = osd;
        this.monClient = monClient;
        this.maps = maps;
        this.subscription = subscription;
        this.reports = reports;
        this.stats = stats;
        this.state = state;
        this.host = host;
        this.clusterLog = new ClusterLog(osd, monClient, () -> host.addrs().client());
    }

    public void start() {
        monClient.start();
        armRepeat();
        stats.start();
    }

    public void stop() {
        state.become(OsdState.STOPPING, "stopped");
        monClient.shutdown();
        if (repeatTimer != null) {
            repeatTimer.cancel();
        }
        reports.stop();
        stats.stop();
    }

    // ---- boot

    /** A session with a monitor began; it may not know what an earlier monitor was told. */
    public void onSession() {
        switch (state.state()) {
            case INITIAL -> {
                host.placementCommands().forEach(this::command);
                subscription.start();
                startBoot("session with a monitor");
            }
            case PREBOOT, BOOTING -> startBoot("another monitor");
            case ACTIVE -> {
                stats.changed();
                reports.sendUpThru();
                reports.reportFullness();
            }
            case REBINDING, STOPPING -> {
                // the next step tells the monitor
            }
        }
    }

    private void command(String json) {
        monClient.command(List.of(json), new byte[0]).whenComplete((result, cause) -> {
            if (cause != null || result.result() < 0) {
                log.warn("{}: {}: {}", osd, json, cause != null ? cause.getMessage() : result.status());
            }
        });
    }

    private void armRepeat() {
        repeatTimer = osd.center().schedule(REPEAT.toNanos(), () -> {
            repeat();
            armRepeat();
        });
    }

    private void repeat() {
        if (!monClient.hasSession()) {
            return;
        }
        switch (state.state()) {
            case PREBOOT, BOOTING -> startBoot("no answer");
            case ACTIVE -> {
                reports.sendUpThru();
                reports.reportFullness();
            }
            case INITIAL, REBINDING, STOPPING -> {
                // no answer is awaited
            }
        }
        if (!state.is(OsdState.STOPPING)) {
            subscription.askAgain();
        }
    }

    /** Gets the maps up to the monitor's newest, then asks to be marked up. */
    private void startBoot(String why) {
        state.become(OsdState.PREBOOT, why);
        monClient.getVersion("osdmap").whenComplete((versions, cause) -> {
            if (cause != null) {
                log.warn("{}: no answer about the newest map: {}", osd, cause.getMessage());
                return;
            }
            subscription.onVersions(versions);
            tryBoot();
        });
    }

    private void tryBoot() {
        if (state.is(OsdState.PREBOOT) && subscription.isCaughtUp()) {
            state.become(OsdState.BOOTING, "has map " + maps.epoch());
            sendBoot();
        }
    }

    private void sendBoot() {
        Superblock sb = host.superblock();
        OsdAddrs addrs = host.addrs();
        int epoch = maps.epoch();
        OSDSuperblock superblock = new OSDSuperblock(
                sb.fsid(),
                sb.osdFsid(),
                sb.whoami(),
                new OSDSuperblock.Maps(epoch, sb.oldestMap(), sb.newestMap(), sb.oldestMap()),
                0,
                CompatSet.EMPTY,
                sb.cleanThru(),
                sb.mounted(),
                OSDSuperblock.PurgedSnaps.NONE);
        monClient.sendMonMessage(new MOSDBoot(
                epoch,
                superblock,
                addrs.hbBack(),
                addrs.cluster(),
                bootEpoch,
                addrs.hbFront(),
                host.metadata(),
                Feature.PACIFIC_SUPPORTED));
    }

    /** The OSD uses this map from now on. */
    public void onMap(OsdMapView newest) {
        int epoch = newest.epoch();
        if (newest.serving()) {
            if (!state.is(OsdState.ACTIVE)) {
                activate(newest);
            }
        } else if (state.is(OsdState.ACTIVE)) {
            clusterLog.warn("map e" + epoch + " wrongly marked me down at e" + epoch);
            log.warn("{}: map {} shows us down, booting again", osd, epoch);
            state.become(OsdState.REBINDING, "marked down in " + epoch);
            host.rebind(this::rebound);
        }
        tryBoot();
        reports.onMap(newest);
    }

    private void activate(OsdMapView map) {
        bootEpoch = map.upFrom(osd.whoami());
        state.become(OsdState.ACTIVE, "up since " + bootEpoch);
        log.info("{} is up since {}", osd, bootEpoch);
        reports.begin();
        clusterLog.info(osd + " boot");
        host.activated();
        stats.changed();
    }

    private void rebound() {
        if (state.is(OsdState.REBINDING)) {
            startBoot("has other addresses");
        }
    }

    // ---- stopping

    /**
     * The OSD is about to stop: has the monitor mark it down, if it is up.
     *
     * @return completes when the monitor has done so, or has not answered for {@code osd_mon_shutdown_timeout}; never fails
     */
    public CompletionStage<@Nullable Void> sayGoodbye() {
        boolean told = state.is(OsdState.ACTIVE) && monClient.hasSession();
        state.become(OsdState.STOPPING, "asked to");
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        if (!told) {
            done.complete(null);
            return done;
        }
        goodbye = done;
        int epoch = maps.epoch();
        monClient.sendMonMessage(
                new MOSDMarkMeDown(epoch, osd.fsid(), osd.whoami(), host.addrs().client(), epoch, true, true));
        osd.center().schedule(osd.conf().get(Options.OSD_MON_SHUTDOWN_TIMEOUT).toNanos(), () -> done.complete(null));
        return done;
    }

    /** @param answer borrowed */
    public void onMarkedDown(Connection connection, MOSDMarkMeDown answer) {
        if (goodbye != null && !answer.requestAck()) {
            goodbye.complete(null);
        }
    }
}

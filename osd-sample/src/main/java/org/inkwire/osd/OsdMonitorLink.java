// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.LogEntry;
import org.inkwire.cluster.message.mon.MLog;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.osdmon.CompatSet;
import org.inkwire.cluster.message.osdmon.MOSDAlive;
import org.inkwire.cluster.message.osdmon.MOSDBeacon;
import org.inkwire.cluster.message.osdmon.MOSDBoot;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGCreate2;
import org.inkwire.cluster.message.osdmon.OSDSuperblock;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.objecter.mon.MonClientConfig;
import org.inkwire.store.StoreStats;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the OSD says to the monitors and hears from them: boot, map subscription, up_thru, failures, beacons, PG states
 * (protocol: mon section 6). Confined to the OSD's center. Ceph: {@code OSD::start_boot} and around.
 */
final class OsdMonitorLink {
    private static final Logger LOG = LoggerFactory.getLogger(OsdMonitorLink.class);

    /** Changes of PG states are gathered for this long before they are reported. */
    private static final Duration STATS_DELAY = Duration.ofMillis(250);

    /** {@code osd_mon_ack_timeout}-like: what the monitor did not react to is said again. */
    private static final Duration REPEAT = Duration.ofSeconds(5);

    /** Ceph's states of a booting OSD. */
    private enum State {
        INITIAL,
        PREBOOT,
        BOOTING,
        ACTIVE,
        /** Marked down: new addresses first, then boot again. */
        REBINDING,
        STOPPING
    }

    private final OSD osd;
    private final OsdConfig config;
    private final EventCenter center;
    private final OsdMessengers messengers;
    private final MonClient monClient;
    private final OsdCommands commands;
    private State state = State.INITIAL;
    private int bootEpoch;
    private int upThruWanted;
    private long mapWanted;
    private long logSeq;
    private final AtomicBoolean statsChanged = new AtomicBoolean();
    private EventCenter.@Nullable Timer beaconTimer;
    private EventCenter.@Nullable Timer repeatTimer;
    private EventCenter.@Nullable Timer statsTimer;
    private @Nullable CompletableFuture<@Nullable Void> goodbye;

    OsdMonitorLink(OSD osd, OsdConfig config, EventCenter center, OsdMessengers messengers, MonAuth auth) {
        this.osd = osd;
        this.config = config;
        this.center = center;
        this.messengers = messengers;
        this.monClient =
                new MonClient(center, messengers.client, auth, MonClientConfig.of(config.conf(), config.random()));
        this.commands = new OsdCommands(osd, config, center, messengers.all());
        monClient.onSession(this::onSession);
        monClient.onConfig(values -> config.conf().setMonLayer(values));
    }

    MonClient client() {
        return monClient;
    }

    void start() {
        monClient.start();
        armRepeat();
        armStats();
    }

    void stop() {
        become(State.STOPPING);
        monClient.shutdown();
        cancel(beaconTimer);
        cancel(repeatTimer);
        cancel(statsTimer);
    }

    private static void cancel(EventCenter.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void become(State next) {
        if (state != next) {
            LOG.debug("osd.{} {} -> {}", osd.whoami(), state, next);
            state = next;
        }
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    // -- boot -------------------------------------------------------------------------------------------------------

    private void onSession() {
        if (state == State.INITIAL) {
            placeInCrush();
            monClient.subWant("mgrmap", 0, false);
            monClient.subWant("osd_pg_creates", 0, false);
            monClient.subWant("osdmap", osd.maps().receivedEpoch() + 1L, false);
            monClient.renewSubs();
            startBoot();
        } else if (state == State.BOOTING || state == State.PREBOOT) {
            startBoot();
        } else {
            statChanged();
            sendUpThru();
            osd.heartbeats().reportAgain();
        }
    }

    private void placeInCrush() {
        String quotedHost = config.host();
        int id = osd.whoami();
        if (!config.deviceClass().isEmpty()) {
            command("{\"prefix\": \"osd crush set-device-class\", \"class\": \"" + config.deviceClass()
                    + "\", \"ids\": [\"" + id + "\"]}");
        }
        if (config.conf().get(Options.OSD_CRUSH_UPDATE_ON_START)) {
            double initial = config.conf().get(Options.OSD_CRUSH_INITIAL_WEIGHT);
            double tebibytes = osd.store().stats().total() / (double) (1L << 40);
            String weight = String.format(Locale.ROOT, "%.4f", initial >= 0 ? initial : Math.max(0.0001, tebibytes));
            command("{\"prefix\": \"osd crush create-or-move\", \"id\": " + id + ", \"weight\":" + weight
                    + ", \"args\": [\"host=" + quotedHost + "\", \"root=default\"]}");
        }
    }

    private void command(String json) {
        monClient.command(List.of(json), new byte[0]).whenComplete((result, cause) -> {
            if (cause != null || result.result() < 0) {
                LOG.warn("osd.{}: {}: {}", osd.whoami(), json, cause != null ? cause.getMessage() : result.status());
            }
        });
    }

    /** First the maps up to what the monitor has, then the wish to be up. */
    private void startBoot() {
        become(State.PREBOOT);
        monClient.getVersion("osdmap").whenComplete((versions, cause) -> {
            if (cause != null) {
                LOG.warn("osd.{}: no answer about the newest map: {}", osd.whoami(), cause.getMessage());
                return;
            }
            if (osd.maps().receivedEpoch() == 0 && versions.oldest() > 1) {
                monClient.subWant("osdmap", versions.oldest(), false);
                monClient.renewSubs();
            }
            mapWanted = Math.max(mapWanted, versions.newest());
            tryBoot();
        });
    }

    private void rebound() {
        if (state == State.REBINDING) {
            startBoot();
        }
    }

    private void tryBoot() {
        if (state != State.PREBOOT || osd.maps().epoch() == 0 || osd.maps().epoch() < mapWanted) {
            return;
        }
        become(State.BOOTING);
        sendBoot();
    }

    private void sendBoot() {
        OsdStorage.Superblock sb = osd.superblock();
        int epoch = osd.maps().epoch();
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
                messengers.hbBackServer.addrs(),
                messengers.cluster.addrs(),
                bootEpoch,
                messengers.hbFrontServer.addrs(),
                OsdMetadata.of(osd, config, messengers),
                Feature.PACIFIC_SUPPORTED));
    }

    // -- maps -------------------------------------------------------------------------------------------------------

    /**
     * An MOSDMap came.
     *
     * @param news whether it had any, which are being stored now
     */
    void onMapMessage(MOSDMap message, boolean news) {
        int epoch = osd.maps().receivedEpoch();
        if (news) {
            monClient.subGot("osdmap", epoch);
        }
        if (epoch < message.newest()) {
            mapWanted = Math.max(mapWanted, message.newest());
        }
        if (epoch < mapWanted) {
            askForMaps();
        }
    }

    /** The OSD goes by this map from now on. */
    void onNewMap(OsdMapView newest) {
        int epoch = newest.epoch();
        if (newest.serving()) {
            if (state != State.ACTIVE) {
                activate(newest);
            }
        } else if (state == State.ACTIVE) {
            log(3, "map e" + epoch + " wrongly marked me down at e" + epoch);
            LOG.warn("osd.{}: map {} has me down, booting again", osd.whoami(), epoch);
            become(State.REBINDING);
            osd.wasMarkedDown(this::rebound);
        } else if (state == State.BOOTING && mapWanted > epoch) {
            LOG.debug("osd.{}: still behind at {}", osd.whoami(), epoch);
        }
        tryBoot();
        if (upThruWanted <= newest.upThru(osd.whoami())) {
            upThruWanted = 0;
        }
    }

    private void activate(OsdMapView map) {
        become(State.ACTIVE);
        bootEpoch = map.upFrom(osd.whoami());
        LOG.info("osd.{} is up since {}", osd.whoami(), bootEpoch);
        sendBeacon();
        log(1, "osd." + osd.whoami() + " boot");
        osd.becameActive();
        statChanged();
        if (upThruWanted > 0) {
            sendUpThru();
        }
    }

    /** Someone has a newer map than we. */
    void requestMap(long epoch) {
        center.assertInThread();
        if (epoch > mapWanted) {
            mapWanted = epoch;
        }
        if (osd.maps().receivedEpoch() < epoch) {
            askForMaps();
        }
    }

    /** Asks from the epoch after ours, even if that was asked before: the answer may have been lost. */
    void askForMaps() {
        monClient.subUnwant("osdmap");
        monClient.subWant("osdmap", osd.maps().receivedEpoch() + 1L, false);
        monClient.renewSubs();
    }

    void requestFullMap(long epoch) {
        monClient.sendMonMessage(new MMonGetOSDMap(osd.maps().epoch(), epoch, epoch, 0, 0));
    }

    // -- reports ----------------------------------------------------------------------------------------------------

    void requestUpThru(int epoch) {
        center.assertInThread();
        OsdMapView newest = osd.maps().newest();
        if (newest != null && newest.upThru(osd.whoami()) >= epoch || epoch <= upThruWanted) {
            return;
        }
        upThruWanted = epoch;
        sendUpThru();
    }

    private void sendUpThru() {
        if (upThruWanted > 0 && state == State.ACTIVE) {
            monClient.sendMonMessage(new MOSDAlive(osd.maps().epoch(), upThruWanted));
        }
    }

    void sendFailure(int target, EntityAddrVec addrs, int flags, int failedForSeconds) {
        int epoch = osd.maps().epoch();
        monClient.sendMonMessage(new MOSDFailure(epoch, config.fsid(), target, addrs, epoch, flags, failedForSeconds));
    }

    private void sendBeacon() {
        cancel(beaconTimer);
        Duration every = config.conf().get(Options.OSD_BEACON_REPORT_INTERVAL);
        if (state == State.ACTIVE) {
            int epoch = osd.maps().epoch();
            monClient.sendMonMessage(new MOSDBeacon(epoch, List.of(), epoch, UTime.ZERO, every.toSeconds()));
        }
        beaconTimer = center.schedule(every.toNanos(), this::sendBeacon);
    }

    private void log(int prio, String text) {
        monClient.sendMonMessage(new MLog(
                0,
                config.fsid(),
                List.of(new LogEntry(
                        new AuthEntityName(EntityType.OSD, Integer.toString(osd.whoami())),
                        EntityName.osd(osd.whoami()),
                        messengers.client.addrs(),
                        UTime.of(config.wallClock().instant()),
                        ++logSeq,
                        prio,
                        text,
                        "cluster"))));
    }

    /** A report is due soon. Any thread. */
    void statChanged() {
        // Written on every operation: only the first one of a report costs a task.
        if (statsChanged.compareAndSet(false, true)) {
            center.schedule(STATS_DELAY.toNanos(), this::sendStats);
        }
    }

    private void armStats() {
        statsTimer = center.schedule(
                config.conf().get(Options.OSD_MON_REPORT_INTERVAL).toNanos(), () -> {
                    sendStats();
                    armStats();
                });
    }

    private void sendStats() {
        if (state != State.ACTIVE || !monClient.hasSession() || !statsChanged.getAndSet(false)) {
            return;
        }
        osd.collectStats(false, stats -> {
            StoreStats store = osd.store().stats();
            monClient.sendMonMessage(new MOSDPGStatsReport(
                    config.fsid(),
                    osd.whoami(),
                    osd.maps().epoch(),
                    store.total() >> 10,
                    store.used() >> 10,
                    store.available() >> 10,
                    stats));
        });
    }

    private void armRepeat() {
        repeatTimer = center.schedule(REPEAT.toNanos(), () -> {
            repeat();
            armRepeat();
        });
    }

    private void repeat() {
        if (!monClient.hasSession()) {
            return;
        }
        switch (state) {
            case PREBOOT, BOOTING -> startBoot();
            case ACTIVE -> sendUpThru();
            default -> {
                // nothing is waited for
            }
        }
        if (osd.maps().receivedEpoch() < mapWanted && state != State.STOPPING) {
            askForMaps();
        }
    }

    // -- messages ---------------------------------------------------------------------------------------------------

    /** @param message borrowed */
    void onMessage(Connection connection, Message message) {
        if (message instanceof MOSDMap maps) {
            osd.onMap(maps);
        } else if (message instanceof MCommand command) {
            commands.handle(connection, command);
        } else if (message instanceof MOSDMarkMeDown answer) {
            if (goodbye != null && !answer.requestAck()) {
                goodbye.complete(null);
            }
        } else if (message instanceof MOSDPGCreate2 creates) {
            // PGs are made from the map; this tells which one has them.
            monClient.subGot("osd_pg_creates", creates.epoch());
            requestMap(creates.epoch());
        }
    }

    // -- stop -------------------------------------------------------------------------------------------------------

    /** Completes when the monitor has marked us down, or does not answer. */
    CompletionStage<@Nullable Void> sayGoodbye() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        OSDMap map = osd.map();
        if (state != State.ACTIVE || !monClient.hasSession() || map == null) {
            done.complete(null);
            return done;
        }
        become(State.STOPPING);
        goodbye = done;
        monClient.sendMonMessage(new MOSDMarkMeDown(
                map.epoch(), config.fsid(), osd.whoami(), messengers.client.addrs(), map.epoch(), true, true));
        center.schedule(config.conf().get(Options.OSD_MON_SHUTDOWN_TIMEOUT).toNanos(), () -> done.complete(null));
        return done;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.common.MPing;
import org.inkwire.cluster.message.mon.MLogAck;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGCreate2;
import org.inkwire.cluster.message.peer.MOSDPing;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.WaitStrategy;
import org.inkwire.msgr.tell.MessengerCommands;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.objecter.mon.MonClientConfig;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.heartbeat.HeartbeatHost;
import org.inkwire.osd.heartbeat.Heartbeats;
import org.inkwire.osd.map.MapIntake;
import org.inkwire.osd.map.MapShare;
import org.inkwire.osd.map.MapSubscription;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.map.Superblock;
import org.inkwire.osd.message.MOSDPGPeer;
import org.inkwire.osd.monlink.Boot;
import org.inkwire.osd.monlink.BootHost;
import org.inkwire.osd.monlink.CrushPlacement;
import org.inkwire.osd.monlink.MergeReports;
import org.inkwire.osd.monlink.MonReports;
import org.inkwire.osd.monlink.OsdAddrs;
import org.inkwire.osd.monlink.OsdState;
import org.inkwire.osd.monlink.PgStatReports;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.op.WatchHandler;
import org.inkwire.osd.pg.host.MergeReadiness;
import org.inkwire.osd.shard.OsdService;
import org.inkwire.osd.shard.OsdShards;
import org.inkwire.osd.shard.Peers;
import org.inkwire.osd.shard.PgParts;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.osd.tell.OsdCommands;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object storage daemon: serves the PGs that the map assigns to it. {@link #start} and {@link #stop} may be called
 * from any thread, once each; nothing blocks. Everything but the PGs is confined to the OSD's center; each PG is
 * confined to its shard's. Ceph: {@code src/osd/OSD.h}.
 *
 * <p>This class assembles, starts and stops the parts. {@link OsdMessengers} holds the seven messengers, {@link Routes}
 * maps each message they receive to its handler, {@link MapIntake} takes in maps and notifies the other parts,
 * {@link Boot} gets the OSD marked up and owns its state, {@link OsdShards} holds the PGs.
 */
public final class OSD {
    private static final Logger log = LoggerFactory.getLogger(OSD.class);

    private final OsdConfig config;
    private final EventCenter center;
    private final OsdContext context;
    private final OsdMessengers messengers;
    private final MonClient monClient;
    private final StateMachine<OsdState> state;
    private final MapShare mapShare;
    private final OsdMaps maps;
    private final MapSubscription subscription;
    private final MapIntake intake;
    private final MonReports reports;
    private final PgStatReports statReports;
    private final MergeReports mergeReports;
    private final Boot boot;
    private final StoreSpace space;
    private final Peers peers;
    private final OsdShards shards;
    private final Heartbeats heartbeats;
    private final CompletableFuture<@Nullable Void> active = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable Throwable failure;

    private OSD(OsdConfig config) {
        this.config = config;
        String name = "osd." + config.identity().whoami();
        this.center = config.stack().newCenter(name, WaitStrategy.park());
        this.context = new OsdContext(
                config.identity().whoami(),
                config.identity().fsid(),
                config.conf(),
                center,
                config.wallClock(),
                this::stopBecause);
        MonAuth auth = MonAuth.none(new AuthEntityName(
                EntityType.OSD, Integer.toString(config.identity().whoami())));
        this.messengers = new OsdMessengers(config, auth.authClient());
        this.monClient =
                new MonClient(center, messengers.client, auth, MonClientConfig.of(config.conf(), config.random()));
        this.state = new StateMachine<>(log, name, OsdState.INITIAL);
        this.mapShare = new MapShare(config.identity().fsid());
        this.maps = new OsdMaps(context, config.store(), mapShare, messengers.client::addrs);
        this.subscription = new MapSubscription(monClient, maps);
        this.intake = new MapIntake(context, config.identity().osdFsid(), maps, subscription);
        this.space = new StoreSpace(
                config.store(),
                config.conf(),
                OsdTuning.shardCount(config),
                config.memory().messageBytes(),
                this::spaceChanged);
        this.peers = new Peers(messengers.cluster, config.identity().whoami());
        this.shards = new OsdShards(
                context,
                shardCenters(),
                pgParts(),
                maps,
                mapShare,
                new Service(),
                peers,
                OsdTuning.recoverySlots(config));
        this.reports = new MonReports(context, monClient, maps, state, space);
        this.statReports = new PgStatReports(context, monClient, maps, state, space, shards::collectStats);
        this.mergeReports = new MergeReports(context, monClient, maps, state);
        this.boot =
                new Boot(context, monClient, maps, subscription, reports, statReports, state, new MarkedUpAndDown());
        this.heartbeats =
                new Heartbeats(context, maps, messengers.hbBackClient, messengers.hbFrontClient, new Watching());
    }

    private List<EventCenter> shardCenters() {
        List<EventCenter> centers = new ArrayList<>();
        for (int i = 0; i < OsdTuning.shardCount(config); i++) {
            centers.add(config.stack().newCenter(this + "-shard-" + i));
        }
        return centers;
    }

    private PgParts pgParts() {
        return new PgParts(
                config.store(),
                space,
                new OpInterpreter(config.store(), OsdTuning.opLimits(config), config.classes(), WatchHandler.NONE),
                OsdTuning.pgOptions(config),
                config.allocator());
    }

    /** Starts nothing yet. */
    public static OSD create(OsdConfig config) {
        return new OSD(config);
    }

    // ---- incoming messages

    private Routes routes() {
        OsdCommands commands = new OsdCommands(
                context,
                state,
                intake,
                maps,
                shards,
                heartbeats,
                config.store(),
                space,
                new MessengerCommands(messengers.all()));
        return Routes.to(center)
                .onWorker(MOSDOp.TYPE, MOSDOp.class, shards::onOp)
                .onWorker(MOSDPGPeer.TYPE, MOSDPGPeer.class, shards::onPeer)
                .onCenter(MOSDPing.TYPE, MOSDPing.class, heartbeats::onPing)
                .onCenter(MOSDMap.TYPE, MOSDMap.class, intake::onMap)
                .onCenter(MOSDPGCreate2.TYPE, MOSDPGCreate2.class, subscription::onPgCreates)
                .onCenter(MOSDMarkMeDown.TYPE, MOSDMarkMeDown.class, boot::onMarkedDown)
                .onCenter(MCommand.TYPE, MCommand.class, commands::handle)
                .ignored(MMgrMap.TYPE)
                .ignored(MLogAck.TYPE)
                .ignored(MPing.TYPE)
                .build();
    }

    /** Any thread. */
    private void spaceChanged() {
        center.submit(() -> {
            reports.reportFullness();
            statReports.changed();
        });
    }

    private void connectParts() {
        intake.tell(
                (newest, added) -> space.onMap(newest.map()),
                (newest, added) -> peers.onMap(newest),
                (newest, added) -> messengers.onMap(newest),
                (newest, added) -> shards.onMaps(added),
                (newest, added) -> heartbeats.onMap(newest),
                (newest, added) -> boot.onMap(newest));
        monClient.onSession(() -> {
            boot.onSession();
            heartbeats.reportAgain();
        });
        monClient.onConfig(values -> config.conf().setMonLayer(values));
        messengers.client.addDispatcher(monClient);
        OsdDispatcher dispatcher = new OsdDispatcher(center, routes(), messengers.cluster, heartbeats, shards);
        messengers.all().forEach(messenger -> messenger.addDispatcher(dispatcher));
        shards.whenFailed(cause -> taskFailed("a PG's shard failed", cause));
        center.onTaskFailure(cause -> taskFailed("a task of its own failed", cause));
        center.ended().whenComplete((ended, cause) -> {
            if (cause != null) {
                failure = cause;
                log.error("{}: its own thread failed, stopping", this, cause);
                end();
            }
        });
    }

    // ---- lifecycle

    /**
     * Mounts, binds, and boots.
     *
     * @return completes when the map shows this OSD up, on any thread; fails if it cannot try at all (store, ports). An
     *     OSD that the monitor does not mark up keeps trying.
     */
    public CompletionStage<Void> start() {
        connectParts();
        center.whenDone(config.store().mount().thenCompose(mounted -> messengers.start(config)), (done, cause) -> {
            if (cause != null) {
                active.completeExceptionally(cause);
            } else if (!isStopping()) {
                begin();
            }
        });
        return active.minimalCompletionStage();
    }

    private void begin() {
        try {
            intake.load();
            shards.load();
        } catch (RuntimeException e) {
            active.completeExceptionally(e);
            return;
        }
        log.info("{} at {}, maps to {}", this, addrs(), maps.epoch());
        boot.start();
    }

    private boolean isStopping() {
        return state.is(OsdState.STOPPING);
    }

    /**
     * Has the monitor mark this OSD down, then stops everything but the stack. Never fails; waits at most
     * {@code osd_mon_shutdown_timeout} for the monitor's answer.
     */
    public CompletionStage<Void> stop() {
        center.submit(() -> {
            if (!isStopping()) {
                CompletionStage<@Nullable Void> goodbye = boot.sayGoodbye();
                takeNothingNew();
                center.whenDone(
                        goodbye,
                        (told, cause) ->
                                center.whenDone(intake.recordCleanEnd(), (done, failed) -> endShardsAndMessengers()));
            }
        });
        return stopped.minimalCompletionStage();
    }

    /** Ends at once, as a crash would: neither notifies the monitor nor records a clean stop in the store. */
    public CompletionStage<Void> kill() {
        center.submit(() -> {
            if (!isStopping()) {
                takeNothingNew();
                endShardsAndMessengers();
            }
        });
        return stopped.minimalCompletionStage();
    }

    private void takeNothingNew() {
        intake.stop();
        shards.close();
    }

    private void endShardsAndMessengers() {
        heartbeats.stop();
        boot.stop();
        mergeReports.stop();
        end();
    }

    /** Once. Runs on any thread, as the center may have failed. */
    private void end() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        active.completeExceptionally(new IllegalStateException(this + " was stopped", failure));
        // A shard may send until it has stopped. No PG may still serve once our ports refuse connections. The store is
        // closed when nothing can use it any longer.
        shards.stopPgs()
                .thenCompose(done -> messengers.shutdown())
                .thenCompose(done -> shards.stopThreads())
                .thenCompose(done -> config.store().umount())
                .whenComplete((done, cause) -> {
                    if (cause != null) {
                        log.warn("{} did not stop cleanly", this, cause);
                    }
                    log.info("{} stopped", this);
                    stopped.complete(null);
                    center.stop();
                });
    }

    /** Logged before, with its trace. A stop under way may have failed half-way, so this ends what that would have. */
    private void taskFailed(String what, Throwable cause) {
        if (failure == null) {
            failure = cause;
            log.error("{}: {}, stopping", this, what);
        }
        takeNothingNew();
        endShardsAndMessengers();
    }

    private void stopBecause(String what, Throwable cause) {
        if (failure != null) {
            return;
        }
        failure = cause;
        log.error("{}: {}, stopping", this, what, cause);
        kill();
    }

    /** Why it stopped by itself; null if it did not. Any thread. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Completes once it is down, for whatever reason. Any thread. */
    public CompletionStage<Void> whenStopped() {
        return stopped.minimalCompletionStage();
    }

    // ---- what the parts need from each other

    /** Any thread. */
    private final class Service implements OsdService {
        @Override
        public void requestUpThru(int epoch) {
            center.submit(() -> reports.requestUpThru(epoch));
        }

        @Override
        public void requestPgTemp(SpgId pgid, List<Integer> acting) {
            center.submit(() -> reports.requestPgTemp(pgid.pgid(), acting));
        }

        @Override
        public void requestMap(int epoch) {
            center.submit(() -> subscription.request(epoch));
        }

        @Override
        public int storeBornEpoch() {
            return intake.storeBornEpoch();
        }

        @Override
        public void mergeReadiness(SpgId pgid, @Nullable MergeReadiness readiness) {
            center.submit(() -> mergeReports.onReadiness(pgid, readiness));
        }

        @Override
        public void statChanged() {
            statReports.changed();
        }
    }

    private final class MarkedUpAndDown implements BootHost {
        @Override
        public OsdAddrs addrs() {
            return messengers.addrs();
        }

        @Override
        public Map<String, String> metadata() {
            return OsdMetadata.of(config, addrs());
        }

        @Override
        public List<String> placementCommands() {
            return new CrushPlacement(config.place().host(), config.place().deviceClass())
                    .commands(
                            config.identity().whoami(),
                            config.conf(),
                            config.store().stats().total());
        }

        @Override
        public Superblock superblock() {
            return intake.superblock();
        }

        @Override
        public void activated() {
            active.complete(null);
        }

        @Override
        public void rebind(Runnable then) {
            peers.dropAll();
            // Peers take a port that refuses connections as proof that this incarnation is dead, so no PG may still
            // serve by an older map when we give up ours.
            center.whenDone(shards.caughtUp().thenCompose(done -> messengers.rebind()), (done, cause) -> {
                if (isStopping()) {
                    return;
                }
                if (cause != null) {
                    stopBecause("no port for the cluster network", cause);
                } else {
                    then.run();
                }
            });
        }
    }

    private final class Watching implements HeartbeatHost {
        @Override
        public void collectPeers(Consumer<SortedSet<Integer>> then) {
            shards.collectPeers(then);
        }

        @Override
        public boolean isActive() {
            return state.is(OsdState.ACTIVE);
        }

        @Override
        public void reportFailure(int osd, EntityAddrVec addrs, int flags, int silentSeconds) {
            reports.reportFailure(osd, addrs, flags, silentSeconds);
        }

        @Override
        public void sawRefused(int osd, int upFrom) {
            peers.sawRefused(osd, upFrom);
        }

        @Override
        public void requestMap(long epoch) {
            subscription.request(epoch);
        }
    }

    // ---- queries

    public int whoami() {
        return config.identity().whoami();
    }

    /** Public addresses, once started. Any thread. */
    public EntityAddrVec addrs() {
        return messengers.client.addrs();
    }

    /** Newest epoch taken from a monitor or a peer; 0 before the first. Any thread. */
    public long mapEpoch() {
        return mapShare.newestEpoch();
    }

    @Override
    public String toString() {
        return "osd." + whoami();
    }
}

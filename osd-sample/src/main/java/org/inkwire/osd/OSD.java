// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.osd.message.MOSDPGPeer;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.op.WatchHandler;
import org.inkwire.osd.pg.PG;
import org.inkwire.osd.pg.PgMapping;
import org.inkwire.osd.pg.PgOptions;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object storage daemon: serves the PGs that the map gives it. {@link #start} and {@link #stop} may be called from any
 * thread, once each; nothing blocks. State is confined to the OSD's center but for that of the PGs, which are confined to
 * the shards' centers. Ceph: {@code src/osd/OSD.h}.
 *
 * <p>Who does what: {@link OsdMessengers} the seven messengers, {@link OsdMaps} and {@link MapShare} the maps,
 * {@link OsdMonitorLink} everything said to the monitor, {@link Heartbeats} the pings, {@link OsdShard} the PGs.
 */
public final class OSD {
    private static final Logger LOG = LoggerFactory.getLogger(OSD.class);

    private final OsdConfig config;
    private final EventCenter center;
    private final OsdMessengers messengers;
    private final OsdStorage storage;
    private final MapShare mapShare;
    private final OsdMaps maps;
    private final OsdMonitorLink monitor;
    private final Heartbeats heartbeats;
    private final Peers peers;
    private final OpInterpreter interpreter;
    private final PgOptions pgOptions;
    private final List<OsdShard> shards = new ArrayList<>();
    private final Set<SpgId> pgs = new LinkedHashSet<>();
    private final KnownDead knownDead = new KnownDead();
    private final CompletableFuture<@Nullable Void> active = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private OsdStorage.Superblock superblock;
    private volatile int storeBornEpoch = Integer.MAX_VALUE;
    private volatile @Nullable Throwable failure;
    private boolean stopping;

    private OSD(OsdConfig config) {
        this.config = config;
        this.center = config.stack().newCenter("osd." + config.whoami());
        AuthEntityName name = new AuthEntityName(EntityType.OSD, Integer.toString(config.whoami()));
        MonAuth auth = MonAuth.none(name);
        this.messengers = new OsdMessengers(config, auth.authClient());
        this.storage = new OsdStorage(config.store());
        this.mapShare = new MapShare(config.fsid());
        this.superblock = OsdStorage.Superblock.made(config.fsid(), config.osdFsid(), config.whoami());
        this.monitor = new OsdMonitorLink(this, config, center, messengers, auth);
        this.maps = new OsdMaps(
                storage,
                mapShare,
                monitor::requestFullMap,
                config.whoami(),
                messengers.client::addrs,
                config.conf().getInt(Options.OSD_MAP_CACHE_SIZE));
        this.peers = new Peers(messengers.cluster, config.whoami());
        this.heartbeats = new Heartbeats(this, config, center, messengers);
        this.interpreter =
                new OpInterpreter(config.store(), OsdTuning.opLimits(config), config.classes(), WatchHandler.NONE);
        this.pgOptions = OsdTuning.pgOptions(config);
        int n = OsdTuning.shardCount(config);
        int slots = Math.max(1, OsdTuning.recoveries(config) / n);
        for (int i = 0; i < n; i++) {
            EventCenter shard = config.stack().newCenter("osd." + config.whoami() + "-shard-" + i);
            shards.add(new OsdShard(this, shard, slots));
        }
    }

    /** Starts nothing yet. */
    public static OSD create(OsdConfig config) {
        return new OSD(config);
    }

    // -- life -------------------------------------------------------------------------------------------------------

    /**
     * Mounts, binds, and boots.
     *
     * @return completes when the map shows this OSD up, on any thread; fails if it cannot even try (store, ports). An
     *     OSD that the monitor does not let up keeps trying.
     */
    public CompletionStage<Void> start() {
        messengers.client.addDispatcher(monitor.client());
        OsdDispatcher dispatcher = new OsdDispatcher(this, center, heartbeats);
        messengers.all().forEach(messenger -> messenger.addDispatcher(dispatcher));
        shards.forEach(shard -> shard.center().ended().whenComplete((ended, cause) -> {
            if (cause != null) {
                center.submit(() -> stopBecause("a thread failed", cause));
            }
        }));
        center.ended().whenComplete((ended, cause) -> {
            if (cause != null) {
                failure = cause;
                LOG.error("osd.{}: its own thread failed, stopping", whoami(), cause);
                end();
            }
        });
        center.whenDone(config.store().mount().thenCompose(mounted -> messengers.start(config)), (done, cause) -> {
            if (cause != null) {
                active.completeExceptionally(cause);
            } else if (!stopping) {
                begin();
            }
        });
        return active.minimalCompletionStage();
    }

    private void begin() {
        try {
            OsdStorage.Superblock stored = storage.readSuperblock();
            if (stored != null) {
                requireOurs(stored);
                superblock = stored;
                maps.load(stored);
            } else {
                Transaction t = storage.begin();
                OsdStorage.put(t, superblock);
                applyMeta(t);
            }
            if (superblock.bornEpoch() != 0) {
                storeBornEpoch = superblock.bornEpoch();
            }
            loadPgs();
        } catch (RuntimeException e) {
            active.completeExceptionally(e);
            return;
        }
        LOG.info("osd.{} at {}, maps to {}", whoami(), addrs(), maps.epoch());
        monitor.start();
    }

    private void requireOurs(OsdStorage.Superblock stored) {
        boolean ours = stored.whoami() == whoami()
                && stored.fsid().equals(config.fsid())
                && stored.osdFsid().equals(config.osdFsid());
        if (!ours) {
            throw new IllegalStateException("store is that of osd." + stored.whoami() + " " + stored.osdFsid()
                    + " of cluster " + stored.fsid());
        }
    }

    private void loadPgs() {
        for (CollectionId collection : store().listCollections()) {
            if (collection.equals(CollectionId.META)) {
                continue;
            }
            SpgId pgid = new SpgId(new PgId(collection.pool(), collection.seed()), collection.shard());
            Integer resume = PG.resumeEpoch(store(), pgid);
            if (resume == null) {
                LOG.info("osd.{}: {} holds no PG any more", whoami(), collection);
                continue;
            }
            List<OsdMapView> views = views(resume);
            if (views.isEmpty()) {
                // Serving without it would mean to begin it anew, empty.
                throw new IllegalStateException("no map " + resume + ", which " + pgid + " goes on from");
            }
            pgs.add(pgid);
            OsdShard shard = shardOf(pgid);
            shard.center().submit(() -> shard.load(pgid, views));
        }
        publish(List.of());
    }

    private List<OsdMapView> views(int first) {
        List<OsdMapView> views = new ArrayList<>();
        for (int epoch = first; epoch <= maps.epoch(); epoch++) {
            OsdMapView view = maps.view(epoch);
            if (view == null) {
                return List.of();
            }
            views.add(view);
        }
        return views;
    }

    /**
     * Has the monitor mark this OSD down, then ends everything but the stack. Never fails; the answer is awaited for at
     * most {@code osd_mon_shutdown_timeout}.
     */
    public CompletionStage<Void> stop() {
        center.submit(() -> {
            if (!stopping) {
                stopping = true;
                center.whenDone(monitor.sayGoodbye(), (done, cause) -> takeDown());
            }
        });
        return stopped.minimalCompletionStage();
    }

    /** Ends at once, as a crash would: the monitor is not told, and the store is not told of a clean end. */
    public CompletionStage<Void> kill() {
        center.submit(() -> {
            if (!stopping) {
                stopping = true;
                endShardsAndMessengers();
            }
        });
        return stopped.minimalCompletionStage();
    }

    private void takeDown() {
        superblock = superblock.clean(maps.epoch());
        Transaction t = storage.begin();
        OsdStorage.put(t, superblock);
        center.whenDone(storage.apply(t), (done, cause) -> endShardsAndMessengers());
    }

    private void endShardsAndMessengers() {
        heartbeats.stop();
        monitor.stop();
        end();
    }

    /** What need not be on the center: it may have failed. */
    private void end() {
        active.completeExceptionally(new IllegalStateException("osd." + whoami() + " was stopped", failure));
        // A shard may send until it has stopped; when our ports refuse, no PG may be serving any more;
        // and the store is closed when nobody can touch it.
        forEachShard(shard -> shard.center().ask(() -> {
                    shard.stop();
                    return true;
                }))
                .thenCompose(done -> messengers.shutdown())
                .thenCompose(done -> forEachShard(shard -> shard.center().stop()))
                .thenCompose(done -> config.store().umount())
                .whenComplete((done, cause) -> {
                    if (cause != null) {
                        LOG.warn("osd.{} did not end in order", whoami(), cause);
                    }
                    LOG.info("osd.{} stopped", whoami());
                    stopped.complete(null);
                    center.stop();
                });
    }

    /** Completes when all are done; one whose thread has failed has nothing to do. */
    private CompletableFuture<Void> forEachShard(Function<OsdShard, CompletionStage<?>> what) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (OsdShard shard : shards) {
            all.add(what.apply(shard)
                    .handle((done, cause) -> {
                        if (cause != null) {
                            LOG.warn("{} did not end in order: {}", shard.center(), cause.toString());
                        }
                        return done;
                    })
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }

    /** The store failed: goes down like a process that aborts. */
    void storeFailed(Throwable cause) {
        stopBecause("the store failed", cause);
    }

    private void stopBecause(String what, Throwable cause) {
        if (failure != null) {
            return;
        }
        failure = cause;
        LOG.error("osd.{}: {}, stopping", whoami(), what, cause);
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

    // -- maps -------------------------------------------------------------------------------------------------------

    void onMap(MOSDMap message) {
        center.assertInThread();
        if (stopping || !message.fsid().equals(config.fsid())) {
            return;
        }
        Transaction t = storage.begin();
        List<OsdMapView> added = maps.take(message, t);
        if (added.isEmpty()) {
            t.release();
            if (maps.isLeftBehindBy(message)) {
                // Its PGs cannot go on without knowing what happened in between.
                stopBecause(
                        "left behind",
                        new IllegalStateException("osd." + whoami() + " has maps to " + maps.receivedEpoch()
                                + ", and the cluster keeps none before " + message.oldest()
                                + ": it must begin anew, with an empty store"));
                return;
            }
            monitor.onMapMessage(message, false);
            return;
        }
        OsdMapView newest = added.get(added.size() - 1);
        superblock = superblock.withMaps(maps.oldestStored(), newest.epoch());
        for (OsdMapView view : added) {
            if (view.serving()) {
                noteUp(view);
            }
        }
        OsdStorage.put(t, superblock);
        monitor.onMapMessage(message, true);
        int bornEpoch = superblock.bornEpoch();
        center.whenDone(storage.apply(t), (done, cause) -> {
            if (cause != null) {
                storeFailed(cause);
            } else if (!stopping) {
                onMapsStored(added, bornEpoch);
            }
        });
    }

    private void onMapsStored(List<OsdMapView> added, int bornEpoch) {
        OsdMapView newest = added.get(added.size() - 1);
        maps.stored(added);
        if (bornEpoch != 0) {
            storeBornEpoch = bornEpoch;
        }
        knownDead.onMap(newest);
        peers.onMap(newest.map());
        messengers.onMap(newest);
        publish(added);
        heartbeats.onMap(newest);
        monitor.onNewMap(newest);
    }

    /** The store exists, for its PGs, from the first epoch it was up in. */
    private void noteUp(OsdMapView view) {
        int upFrom = view.upFrom(whoami());
        if (superblock.mounted() != upFrom) {
            superblock = superblock.up(upFrom);
        }
    }

    private void publish(List<OsdMapView> added) {
        Map<OsdShard, Map<SpgId, List<OsdMapView>>> fresh = newPgs();
        for (OsdShard shard : shards) {
            Map<SpgId, List<OsdMapView>> made = fresh.getOrDefault(shard, Map.of());
            List<OsdMapView> views = added.isEmpty() && maps.newest() != null ? newestOnly() : added;
            shard.center().submit(() -> shard.onMaps(views, made));
        }
    }

    private List<OsdMapView> newestOnly() {
        OsdMapView newest = maps.newest();
        return newest == null ? List.of() : List.of(newest);
    }

    /** PGs that the newest map puts here and we do not have, each with its maps from its pool's creation on. */
    private Map<OsdShard, Map<SpgId, List<OsdMapView>>> newPgs() {
        Map<OsdShard, Map<SpgId, List<OsdMapView>>> fresh = new LinkedHashMap<>();
        OsdMapView newest = maps.newest();
        if (newest == null || !newest.serving()) {
            return fresh;
        }
        newest.map().pools().forEach((id, pool) -> {
            for (int seed = 0; seed < pool.pgNum(); seed++) {
                SpgId pgid = SpgId.of(new PgId(id, seed));
                PgMapping mapping = pgs.contains(pgid) ? null : newest.mapping(pgid);
                boolean ours = mapping != null
                        && (mapping.acting().contains(whoami()) || mapping.up().contains(whoami()));
                if (ours) {
                    pgs.add(pgid);
                    fresh.computeIfAbsent(shardOf(pgid), shard -> new LinkedHashMap<>())
                            .put(pgid, history(pgid, newest));
                }
            }
        });
        return fresh;
    }

    private List<OsdMapView> history(SpgId pgid, OsdMapView newest) {
        int first = newest.epoch();
        while (true) {
            OsdMapView before = maps.view(first - 1);
            if (before == null || before.mapping(pgid) == null) {
                return views(first);
            }
            first--;
        }
    }

    void pgRemoved(SpgId pgid) {
        center.submit(() -> {
            if (!stopping) {
                pgs.remove(pgid);
                Map<SpgId, List<OsdMapView>> again = newPgs().getOrDefault(shardOf(pgid), Map.of());
                OsdShard shard = shardOf(pgid);
                shard.center().submit(() -> shard.onMaps(List.of(), again));
            }
        });
    }

    private void applyMeta(Transaction t) {
        storage.apply(t).whenComplete((done, cause) -> {
            if (cause != null) {
                storeFailed(cause);
            }
        });
    }

    /**
     * Completes when every shard has seen the maps published before. To others a port that refuses says that this incarnation
     * is dead, so no PG may still be serving by an older map when ours is given up.
     */
    private CompletableFuture<@Nullable Void> afterShards() {
        List<CompletableFuture<?>> seen = new ArrayList<>();
        for (OsdShard shard : shards) {
            CompletableFuture<@Nullable Void> here = new CompletableFuture<>();
            seen.add(here);
            shard.center().submit(() -> here.complete(null));
        }
        return CompletableFuture.allOf(seen.toArray(new CompletableFuture<?>[0]));
    }

    /** The map shows us up: {@link #start} is done. */
    void becameActive() {
        active.complete(null);
    }

    /**
     * The map shows us down, or another process in our place: moves to new cluster and heartbeat addresses.
     *
     * @param then runs on the center when we listen there
     */
    void wasMarkedDown(Runnable then) {
        peers.dropAll();
        center.whenDone(afterShards().thenCompose(done -> messengers.rebind()), (done, cause) -> {
            if (stopping) {
                return;
            }
            if (cause != null) {
                stopBecause("no port for the cluster network", cause);
            } else {
                then.run();
            }
        });
    }

    // -- messages, from workers -------------------------------------------------------------------------------------

    /** @param message borrowed */
    void onOp(Connection connection, MOSDOp message) {
        message.retain();
        OsdOp op = new OsdOp(message, connection, mapShare, interpreter);
        if (message.mapEpoch() < mapShare.newestEpoch()) {
            mapShare.share(connection, message.mapEpoch());
        }
        OsdShard shard = shardOf(message.pgid());
        shard.center().submit(() -> shard.onOp(op));
    }

    /** @param message borrowed */
    void onPeer(Connection connection, MOSDPGPeer message) {
        if (message.mapEpoch() < mapShare.newestEpoch()) {
            mapShare.share(connection, message.mapEpoch());
        }
        PeerMessage body = message.takeBody();
        OsdShard shard = shardOf(body.pgid());
        shard.center().submit(() -> shard.onPeer(message.from(), body));
    }

    void onPeerReset(int from) {
        for (OsdShard shard : shards) {
            shard.center().submit(() -> shard.peerReset(from));
        }
    }

    /**
     * Commands and the monitor's answers.
     *
     * @param message taken
     */
    void onCenter(Connection connection, Message message) {
        try {
            monitor.onMessage(connection, message);
        } finally {
            message.release();
        }
    }

    private OsdShard shardOf(SpgId pgid) {
        int hash = Long.hashCode(pgid.pgid().pool()) * 31 + pgid.pgid().seed();
        return shards.get(Math.floorMod(hash, shards.size()));
    }

    // -- for shards, any thread -------------------------------------------------------------------------------------

    void requestUpThru(int epoch) {
        center.submit(() -> monitor.requestUpThru(epoch));
    }

    void requestMap(int epoch) {
        center.submit(() -> monitor.requestMap(epoch));
    }

    int storeBornEpoch() {
        return storeBornEpoch;
    }

    boolean knownDead(int osd, int upFrom) {
        return knownDead.contains(osd, upFrom);
    }

    void sawRefused(int osd, int upFrom) {
        knownDead.add(osd, upFrom);
    }

    void statChanged() {
        monitor.statChanged();
    }

    // -- for the center's parts -------------------------------------------------------------------------------------

    /** PGs led here, or all copies held; {@code then} runs on the center. */
    void collectStats(boolean all, Consumer<List<PgStat>> then) {
        List<PgStat> stats = new ArrayList<>();
        int[] left = {shards.size()};
        for (OsdShard shard : shards) {
            shard.center().submit(() -> {
                List<PgStat> some = all ? shard.allStats() : shard.stats();
                center.submit(() -> {
                    stats.addAll(some);
                    if (--left[0] == 0 && !stopping) {
                        then.accept(stats);
                    }
                });
            });
        }
    }

    /** OSDs our PGs talk to; {@code then} runs on the center. */
    void collectPeers(Consumer<SortedSet<Integer>> then) {
        SortedSet<Integer> all = new TreeSet<>();
        int[] left = {shards.size()};
        for (OsdShard shard : shards) {
            shard.center().submit(() -> {
                SortedSet<Integer> some = shard.peers();
                center.submit(() -> {
                    all.addAll(some);
                    if (--left[0] == 0 && !stopping) {
                        then.accept(all);
                    }
                });
            });
        }
    }

    boolean isStopping() {
        return stopping;
    }

    OsdMaps maps() {
        return maps;
    }

    MapShare mapShare() {
        return mapShare;
    }

    OsdStorage.Superblock superblock() {
        return superblock;
    }

    Heartbeats heartbeats() {
        return heartbeats;
    }

    OsdMonitorLink monitor() {
        return monitor;
    }

    Peers peers() {
        return peers;
    }

    ByteBufAllocator allocator() {
        return config.allocator();
    }

    ObjectStore store() {
        return config.store();
    }

    OpInterpreter interpreter() {
        return interpreter;
    }

    PgOptions pgOptions() {
        return pgOptions;
    }

    public int whoami() {
        return config.whoami();
    }

    /** Public addresses, once started. Any thread. */
    public EntityAddrVec addrs() {
        return messengers.client.addrs();
    }

    /** Newest map, null before the first. On the OSD's center. */
    @Nullable
    OSDMap map() {
        OsdMapView newest = maps.newest();
        return newest == null ? null : newest.map();
    }

    /** Newest epoch it has taken from a monitor or a peer; 0 before the first. Any thread. */
    public long mapEpoch() {
        return mapShare.newestEpoch();
    }

    @Nullable
    PgPool pool(long id) {
        OSDMap map = map();
        return map == null ? null : map.pool(id);
    }

    @Override
    public String toString() {
        return "osd." + whoami();
    }
}

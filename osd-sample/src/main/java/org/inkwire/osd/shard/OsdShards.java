// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.MapShare;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.message.MOSDPGPeer;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.PG;
import org.inkwire.osd.pg.copy.PgHandover;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.osd.track.OpRecord;
import org.inkwire.osd.track.PgDetail;
import org.inkwire.store.CollectionId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSD's PGs, and the shard that each lives on for its whole life. Creates those that a map places here, passes maps
 * and messages to the right shard, and collects what the shards report. Confined to the OSD's center unless stated
 * otherwise.
 */
public final class OsdShards {
    private static final Logger log = LoggerFactory.getLogger(OsdShards.class);
    private static final long REMOVALS_LINE_NANOS = Duration.ofSeconds(1).toNanos();

    private final OsdContext osd;
    private final PgParts parts;
    private final OsdMaps maps;
    private final MapShare share;
    private final List<OsdShard> shards = new ArrayList<>();
    private final PgHoldings holdings = new PgHoldings();
    /** Since the last line about them. */
    private int removals;

    /** The newest map that the shards were given. */
    private @Nullable OsdMapView last;

    private boolean closed;

    /**
     * @param centers a thread for each shard
     * @param slots what the OSD recovers and backfills at once
     * @param share sends newer maps to clients and OSDs that show an older one
     */
    public OsdShards(
            OsdContext osd,
            List<EventCenter> centers,
            PgParts parts,
            OsdMaps maps,
            MapShare share,
            OsdService service,
            Peers peers,
            RecoverySlots slots) {
        this.osd = osd;
        this.parts = parts;
        this.maps = maps;
        this.share = share;
        PgTransfers transfers = new Transfers();
        for (EventCenter center : centers) {
            shards.add(new OsdShard(osd, center, parts, service, peers, slots, transfers));
        }
    }

    // ---- PGs and maps

    /**
     * Loads the store's PGs, and creates those the newest map places here.
     *
     * @throws IllegalStateException if a map that a PG resumes from is missing
     */
    public void load() {
        NavigableMap<Integer, List<SpgId>> resuming = new TreeMap<>();
        for (CollectionId collection : parts.store().listCollections()) {
            if (collection.equals(CollectionId.META)) {
                continue;
            }
            SpgId pgid = new SpgId(new PgId(collection.pool(), collection.seed()), collection.shard());
            Integer resume = PG.resumeEpoch(parts.store(), pgid);
            if (resume == null) {
                log.info("{}: {} no longer holds a PG", osd, collection);
                continue;
            }
            resuming.computeIfAbsent(resume, none -> new ArrayList<>()).add(pgid);
        }
        publish(loadAll(resuming));
    }

    /** @return the steps that the PGs lack, from the oldest map that one of them resumes at */
    private List<MapStep> loadAll(NavigableMap<Integer, List<SpgId>> resuming) {
        List<MapStep> steps = new ArrayList<>();
        OsdMapView newest = maps.newest();
        if (newest == null) {
            return steps;
        }
        OsdMapView before = null;
        for (int epoch = resuming.isEmpty() ? newest.epoch() : resuming.firstKey(); epoch <= newest.epoch(); epoch++) {
            OsdMapView view = maps.view(epoch);
            if (view == null) {
                // Serving without these PGs would recreate them empty.
                throw new IllegalStateException("no map " + epoch + ", which " + resuming + " resume from");
            }
            steps.add(holdings.advance(before, view));
            for (SpgId pgid : resuming.getOrDefault(epoch, List.of())) {
                holdings.add(pgid);
                OsdShard shard = shardOf(pgid);
                shard.center().submit(() -> shard.load(pgid, view));
            }
            before = view;
        }
        return steps;
    }

    private List<OsdMapView> views(int first, Map<Integer, OsdMapView> seen) {
        List<OsdMapView> views = new ArrayList<>();
        for (int epoch = first; epoch <= maps.epoch(); epoch++) {
            OsdMapView view = seen.computeIfAbsent(epoch, maps::view);
            if (view == null) {
                return List.of();
            }
            views.add(view);
        }
        return views;
    }

    /** The OSD uses these maps from now on; they continue the earlier ones. */
    public void onMaps(List<OsdMapView> added) {
        List<MapStep> steps = new ArrayList<>();
        for (OsdMapView view : added) {
            steps.add(holdings.advance(last, view));
            last = view;
        }
        publish(steps);
    }

    private void publish(List<MapStep> steps) {
        last = maps.newest();
        Map<OsdShard, Map<SpgId, List<OsdMapView>>> fresh = newPgs();
        for (OsdShard shard : shards) {
            Map<SpgId, List<OsdMapView>> made = fresh.getOrDefault(shard, Map.of());
            shard.center()
                    .submit(() -> shard.onMaps(steps, pgid -> shardOf(pgid).equals(shard), made));
        }
    }

    /** PGs that the newest map places here and we do not have, each with the maps since its pool's creation. */
    private Map<OsdShard, Map<SpgId, List<OsdMapView>>> newPgs() {
        Map<OsdShard, Map<SpgId, List<OsdMapView>>> fresh = new LinkedHashMap<>();
        OsdMapView newest = maps.newest();
        if (newest == null || !newest.serving()) {
            return fresh;
        }
        // Many PGs may be new at once: each old map is decoded once for all of them.
        Map<Integer, OsdMapView> seen = new HashMap<>();
        newest.map().pools().forEach((id, pool) -> {
            for (int seed = 0; seed < pool.pgNum(); seed++) {
                SpgId pgid = SpgId.of(new PgId(id, seed));
                PgMapping mapping = holdings.contains(pgid) ? null : newest.mapping(pgid);
                boolean ours = mapping != null
                        && (mapping.acting().contains(osd.whoami())
                                || mapping.up().contains(osd.whoami()));
                if (ours) {
                    holdings.add(pgid);
                    fresh.computeIfAbsent(shardOf(pgid), shard -> new LinkedHashMap<>())
                            .put(pgid, history(pgid, newest, seen));
                }
            }
        });
        return fresh;
    }

    private List<OsdMapView> history(SpgId pgid, OsdMapView newest, Map<Integer, OsdMapView> seen) {
        int first = newest.epoch();
        while (true) {
            OsdMapView before = seen.computeIfAbsent(first - 1, maps::view);
            if (before == null || before.holder(pgid) == null) {
                return views(first, seen);
            }
            first--;
        }
    }

    /** A copy is gone; the newest map may place it here again. */
    private void decide(SpgId pgid) {
        Map<OsdShard, Map<SpgId, List<OsdMapView>>> fresh = newPgs();
        fresh.putIfAbsent(shardOf(pgid), Map.of());
        fresh.forEach((shard, made) -> shard.center().submit(() -> shard.decided(pgid, made)));
    }

    /** Copies in transit pass the center, behind the maps that made them move. Any thread. */
    private final class Transfers implements PgTransfers {
        private void onCenter(Runnable task) {
            osd.center().submit(() -> {
                if (!closed) {
                    task.run();
                }
            });
        }

        @Override
        public void split(List<PgHandover> children) {
            onCenter(() -> children.forEach(child -> {
                holdings.arrived(child.pgid(), child.mapEpoch());
                OsdShard shard = shardOf(child.pgid());
                shard.center().submit(() -> shard.adopt(child));
            }));
        }

        @Override
        public void notSplit(List<SpgId> children, int epoch) {
            onCenter(() -> {
                for (SpgId child : children) {
                    holdings.notComing(child, epoch);
                    OsdShard shard = shardOf(child);
                    shard.center().submit(() -> shard.notComing(child, epoch));
                    decide(child);
                }
            });
        }

        @Override
        public void merge(SpgId source, SpgId target, int epoch, @Nullable PgHandover copy) {
            onCenter(() -> {
                OsdShard shard = shardOf(target);
                shard.center().submit(() -> shard.onDeparted(source, target, epoch, copy));
            });
        }

        @Override
        public void clear(SpgId child, SpgId parent) {
            onCenter(() -> {
                OsdShard shard = shardOf(child);
                shard.center().submit(() -> shard.clear(child, parent));
            });
        }

        @Override
        public void cleared(SpgId child, SpgId parent) {
            onCenter(() -> {
                OsdShard shard = shardOf(parent);
                shard.center().submit(() -> shard.onCleared(child, parent));
            });
        }

        @Override
        public void removed(SpgId pgid) {
            onCenter(() -> {
                holdings.removed(pgid);
                countRemoval();
                decide(pgid);
            });
        }
    }

    /** One line for the many PGs of a pool. */
    private void countRemoval() {
        if (removals++ == 0) {
            osd.center().schedule(REMOVALS_LINE_NANOS, () -> {
                log.info("osd.{} removed its copies of {} PGs", osd.whoami(), removals);
                removals = 0;
            });
        }
    }

    private OsdShard shardOf(SpgId pgid) {
        int hash = Long.hashCode(pgid.pgid().pool()) * 31 + pgid.pgid().seed();
        return shards.get(Math.floorMod(hash, shards.size()));
    }

    // ---- messages, from any thread

    /** @param message borrowed */
    public void onOp(Connection connection, MOSDOp message) {
        message.retain();
        OsdOp op = new OsdOp(
                message, connection, share, parts.interpreter(), osd.center().nanoTime());
        shareIfOlder(connection, message.mapEpoch());
        OsdShard shard = shardOf(message.pgid());
        shard.center().submit(() -> shard.onOp(op));
    }

    /** @param message borrowed */
    public void onPeer(Connection connection, MOSDPGPeer message) {
        shareIfOlder(connection, message.mapEpoch());
        PeerMessage body = message.takeBody();
        int from = message.from();
        OsdShard shard = shardOf(body.pgid());
        shard.center().submit(() -> shard.onPeer(from, body));
    }

    private void shareIfOlder(Connection connection, long theirs) {
        if (theirs < share.newestEpoch()) {
            share.share(connection, theirs);
        }
    }

    /** The session with another OSD was lost. */
    public void onPeerReset(int from) {
        for (OsdShard shard : shards) {
            shard.center().submit(() -> shard.peerReset(from));
        }
    }

    // ---- reports

    /** Of the PGs led here; {@code then} runs on the OSD's center. */
    public void collectStats(Consumer<List<PgStat>> then) {
        collect(OsdShard::stats, lists -> then.accept(joined(lists)));
    }

    /** Of every copy held here; {@code then} runs on the OSD's center. */
    public void collectAllStats(Consumer<List<PgStat>> then) {
        collect(OsdShard::allStats, lists -> then.accept(joined(lists)));
    }

    private static <T> List<T> joined(List<List<T>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    /** Requests in flight; {@code then} runs on the OSD's center. */
    public void collectOps(Consumer<List<OpRecord>> then) {
        collect(shard -> shard.tracker().inFlight(), lists -> then.accept(joined(lists)));
    }

    /** The slowest requests of the last minutes; {@code then} runs on the OSD's center. */
    public void collectSlowestOps(Consumer<List<OpRecord>> then) {
        collect(shard -> shard.tracker().slowest(), lists -> then.accept(joined(lists)));
    }

    /** A PG's detail, none if it is not here; {@code then} runs on the OSD's center. */
    public void collectDetail(SpgId pgid, Consumer<Optional<PgDetail>> then) {
        collect(
                shard -> shard.detail(pgid),
                answers ->
                        then.accept(answers.stream().flatMap(Optional::stream).findFirst()));
    }

    /** OSDs our PGs talk to; {@code then} runs on the OSD's center. */
    public void collectPeers(Consumer<SortedSet<Integer>> then) {
        collect(OsdShard::peers, sets -> {
            NavigableSet<Integer> all = new TreeSet<>();
            sets.forEach(all::addAll);
            then.accept(all);
        });
    }

    /** Asks every shard; answers are listed in order of arrival. {@code then} does not run once we are closed. */
    private <T> void collect(Function<OsdShard, T> what, Consumer<List<T>> then) {
        List<T> answers = new ArrayList<>();
        for (OsdShard shard : shards) {
            shard.center().submit(() -> {
                T answer = what.apply(shard);
                osd.center().submit(() -> {
                    answers.add(answer);
                    if (answers.size() == shards.size() && !closed) {
                        then.accept(answers);
                    }
                });
            });
        }
    }

    // ---- lifecycle

    /**
     * Passes the cause to {@code then}, on the OSD's center, if a task of a shard fails, or its thread. What a client's
     * request throws does not count: see {@code PrimaryOps}. What remains is a PG's state machine, half-way between two
     * states; serving on from there could lose data.
     */
    public void whenFailed(Consumer<Throwable> then) {
        shards.forEach(shard -> {
            Consumer<Throwable> pass = cause -> osd.center().submit(() -> then.accept(cause));
            shard.center().onTaskFailure(pass);
            shard.center().ended().whenComplete((ended, cause) -> {
                if (cause != null) {
                    pass.accept(cause);
                }
            });
        });
    }

    /** Completes, on any thread, when every shard has seen the maps published before. */
    public CompletionStage<Void> caughtUp() {
        List<CompletableFuture<?>> seen = new ArrayList<>();
        for (OsdShard shard : shards) {
            CompletableFuture<Boolean> here = new CompletableFuture<>();
            seen.add(here);
            shard.center().submit(() -> here.complete(true));
        }
        return CompletableFuture.allOf(seen.toArray(new CompletableFuture<?>[0]));
    }

    /** The OSD is about to stop: no new PGs begin and nothing is collected any longer; existing PGs continue. */
    public void close() {
        closed = true;
    }

    /** Ends all PGs; once it completes, nothing more is taken, answered or sent. Any thread. Never fails. */
    public CompletionStage<Void> stopPgs() {
        return forEachShard(shard -> shard.center().ask(() -> {
            shard.stop();
            return true;
        }));
    }

    /** Ends the shards' threads. Any thread. Never fails. */
    public CompletionStage<Void> stopThreads() {
        return forEachShard(shard -> shard.center().stop());
    }

    /** Completes when all are done; a shard whose thread has failed has nothing to do. */
    private CompletionStage<Void> forEachShard(Function<OsdShard, CompletionStage<?>> what) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (OsdShard shard : shards) {
            all.add(what.apply(shard)
                    .handle((done, cause) -> {
                        if (cause != null) {
                            log.warn("{} did not stop cleanly: {}", shard.center(), cause.toString());
                        }
                        return done;
                    })
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }
}

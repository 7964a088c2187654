// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
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
import org.inkwire.osd.pg.PgMapping;
import org.inkwire.osd.track.OpRecord;
import org.inkwire.osd.track.PgDetail;
import org.inkwire.store.CollectionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSD's PGs, and the shard that each lives on for its whole life. Creates those that a map places here, passes maps
 * and messages to the right shard, and collects what the shards report. Confined to the OSD's center unless stated
 * otherwise.
 */
public final class OsdShards {
    private static final Logger log = LoggerFactory.getLogger(OsdShards.class);

    private final OsdContext osd;
    private final PgParts parts;
    private final OsdMaps maps;
    private final MapShare share;
    private final List<OsdShard> shards = new ArrayList<>();
    private final Set<SpgId> pgs = new LinkedHashSet<>();
    private boolean closed;

    /**
     * @param centers a thread for each shard
     * @param syncSlots PGs of one shard that may take over a copy at once
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
            int syncSlots) {
        this.osd = osd;
        this.parts = parts;
        this.maps = maps;
        this.share = share;
        for (EventCenter center : centers) {
            shards.add(new OsdShard(osd, center, parts, service, peers, syncSlots, this::onRemoved));
        }
    }

    // ---- PGs and maps

    /**
     * Loads the store's PGs, and creates those the newest map places here.
     *
     * @throws IllegalStateException if a map that a PG resumes from is missing
     */
    public void load() {
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
            List<OsdMapView> views = views(resume);
            if (views.isEmpty()) {
                // Serving without this PG would recreate it empty.
                throw new IllegalStateException("no map " + resume + ", which " + pgid + " resumes from");
            }
            pgs.add(pgid);
            OsdShard shard = shardOf(pgid);
            shard.center().submit(() -> shard.load(pgid, views));
        }
        OsdMapView newest = maps.newest();
        publish(newest == null ? List.of() : List.of(newest));
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

    /** The OSD uses these maps from now on; they continue the earlier ones. */
    public void publish(List<OsdMapView> added) {
        Map<OsdShard, Map<SpgId, List<OsdMapView>>> fresh = newPgs();
        for (OsdShard shard : shards) {
            Map<SpgId, List<OsdMapView>> made = fresh.getOrDefault(shard, Map.of());
            shard.center().submit(() -> shard.onMaps(added, made));
        }
    }

    /** PGs that the newest map places here and we do not have, each with the maps since its pool's creation. */
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
                        && (mapping.acting().contains(osd.whoami())
                                || mapping.up().contains(osd.whoami()));
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

    /** A copy is gone; the newest map may place it here again. Any thread. */
    private void onRemoved(SpgId pgid) {
        osd.center().submit(() -> {
            if (!closed) {
                pgs.remove(pgid);
                OsdShard shard = shardOf(pgid);
                Map<SpgId, List<OsdMapView>> again = newPgs().getOrDefault(shard, Map.of());
                shard.center().submit(() -> shard.onMaps(List.of(), again));
            }
        });
    }

    private OsdShard shardOf(SpgId pgid) {
        int hash = Long.hashCode(pgid.pgid().pool()) * 31 + pgid.pgid().seed();
        return shards.get(Math.floorMod(hash, shards.size()));
    }

    // ---- messages, from any thread

    /** @param message borrowed */
    public void onOp(Connection connection, MOSDOp message) {
        message.retain();
        OsdOp op = new OsdOp(message, connection, share, parts.interpreter(), osd.center().nanoTime());
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
        collect(shard -> shard.detail(pgid), answers -> then.accept(
                answers.stream().flatMap(Optional::stream).findFirst()));
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

    /** Passes the cause to {@code then}, on the OSD's center, if a shard's thread fails. */
    public void whenFailed(Consumer<Throwable> then) {
        shards.forEach(shard -> shard.center().ended().whenComplete((ended, cause) -> {
            if (cause != null) {
                osd.center().submit(() -> then.accept(cause));
            }
        }));
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

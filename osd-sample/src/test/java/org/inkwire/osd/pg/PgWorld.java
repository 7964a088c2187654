// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.osd.message.MOSDPGPeer;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.op.ClassHandler;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.op.OpLimits;
import org.inkwire.osd.op.WatchHandler;
import org.inkwire.osd.pg.host.CalmMap;
import org.inkwire.osd.pg.host.EndOfTurn;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.host.QuietHost;
import org.inkwire.osd.pg.host.TestOp;
import org.inkwire.store.CollectionId;
import org.inkwire.store.mem.MemStore;
import org.inkwire.wire.entity.EntityName;
import org.jspecify.annotations.Nullable;

/**
 * OSDs with one copy each of one PG, a monitor that hands out maps, and a network, all on the calling thread in virtual
 * time. Messages take a random time from the seed; those between one pair arrive in order, as in a session.
 */
final class PgWorld implements AutoCloseable {
    static final SpgId PGID = SpgId.of(new PgId(1, 0));
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    /** Not in the map. */
    private static final int NOBODY = -1;

    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> {
        int byTime = Long.compare(a.at(), b.at());
        return byTime != 0 ? byTime : Long.compare(a.order(), b.order());
    });
    private final Random random;
    private final Map<Integer, Node> nodes = new TreeMap<>();
    private final List<Map1> maps = new ArrayList<>();
    private final Map<Long, Long> lastArrival = new LinkedHashMap<>();
    private BiPredicate<Integer, Integer> cut = (from, to) -> false;
    private BiPredicate<Integer, PeerMessage> lose = (to, message) -> false;
    private final Set<Integer> deafToMaps = new TreeSet<>();
    private long now = 1000 * SECOND;
    private long order;
    private long nextTid = 1;
    private final PgOptions options;
    /** Acting sets that PGs asked for and got. */
    int pgTempsAsked;

    private int pgTempsToLose;

    PgWorld(long seed, int osds) {
        this(seed, osds, PgOptions.DEFAULT);
    }

    PgWorld(long seed, int osds, PgOptions options) {
        this.random = new Random(seed);
        this.options = options;
        Map1 empty = new Map1(1);
        empty.poolExists = false;
        maps.add(empty);
        for (int id = 0; id < osds; id++) {
            nodes.put(id, new Node(id));
        }
    }

    // ---- maps

    /** One epoch: who is up, and where the PG is. */
    static final class Map1 {
        final int epoch;
        boolean poolExists = true;
        int size = 3;
        int minSize = 2;
        final Map<Integer, Integer> upFrom = new TreeMap<>();
        final Map<Integer, Integer> upThru = new TreeMap<>();
        final Map<Integer, Integer> lostAt = new TreeMap<>();
        final Map<Integer, Integer> deadAt = new TreeMap<>();
        final Set<Integer> up = new TreeSet<>();
        /** Where CRUSH would put it, best first. */
        List<Integer> order = List.of(0, 1, 2);
        /** OSDs that are out: up, and not where CRUSH would put it. */
        final Set<Integer> out = new TreeSet<>();
        /** Empty: none. */
        List<Integer> pgTemp = List.of();

        boolean recoveryPaused;
        boolean backfillPaused;

        Map1(int epoch) {
            this.epoch = epoch;
        }

        Map1 next() {
            Map1 n = new Map1(epoch + 1);
            n.poolExists = poolExists;
            n.size = size;
            n.minSize = minSize;
            n.upFrom.putAll(upFrom);
            n.upThru.putAll(upThru);
            n.lostAt.putAll(lostAt);
            n.deadAt.putAll(deadAt);
            n.up.addAll(up);
            n.order = order;
            n.out.addAll(out);
            n.pgTemp = pgTemp;
            n.recoveryPaused = recoveryPaused;
            n.backfillPaused = backfillPaused;
            return n;
        }

        /** By CRUSH. */
        List<Integer> upSet() {
            return order.stream()
                    .filter(osd -> up.contains(osd) && !out.contains(osd))
                    .limit(size)
                    .toList();
        }

        List<Integer> acting() {
            List<Integer> temp = pgTemp.stream().filter(up::contains).toList();
            return temp.isEmpty() ? upSet() : temp;
        }

        int primary() {
            return acting().isEmpty() ? NOBODY : acting().get(0);
        }
    }

    private record View(Map1 map, int whoami, int incarnation) implements CalmMap {
        @Override
        public int epoch() {
            return map.epoch;
        }

        @Override
        public boolean serving() {
            return map.up.contains(whoami) && map.upFrom.getOrDefault(whoami, 0) == incarnation;
        }

        @Override
        public PgMapping mapping(SpgId pgid) {
            if (!map.poolExists) {
                return null;
            }
            List<Integer> acting = map.acting();
            List<Integer> upFrom = acting.stream().map(map.upFrom::get).toList();
            List<Integer> upSet = map.upSet();
            int upPrimary = upSet.isEmpty() ? NOBODY : upSet.get(0);
            return new PgMapping(upSet, upPrimary, acting, map.primary(), upFrom, map.size, map.minSize, 0, false);
        }

        @Override
        public SpgId holder(SpgId pgid) {
            return map.poolExists ? pgid : null;
        }

        @Override
        public boolean isUp(int osd) {
            return map.up.contains(osd);
        }

        @Override
        public int upFrom(int osd) {
            return map.upFrom.getOrDefault(osd, 0);
        }

        @Override
        public int upThru(int osd) {
            return map.upThru.getOrDefault(osd, 0);
        }

        @Override
        public int lostAt(int osd) {
            return map.lostAt.getOrDefault(osd, 0);
        }

        @Override
        public boolean isDead(int osd, int from) {
            return upFrom(osd) > from || !isUp(osd) && map.deadAt.getOrDefault(osd, 0) >= from;
        }

        @Override
        public boolean recoveryPaused() {
            return map.recoveryPaused;
        }

        @Override
        public boolean backfillPaused() {
            return map.backfillPaused;
        }
    }

    Map1 map() {
        return maps.get(maps.size() - 1);
    }

    /** A new epoch; every live OSD gets it after a while, in order. */
    void publish(java.util.function.Consumer<Map1> change) {
        Map1 next = map().next();
        change.accept(next);
        prime(next);
        if (next.pgTemp.stream().noneMatch(next.up::contains) || next.pgTemp.equals(next.upSet())) {
            next.pgTemp = List.of();
        }
        maps.add(next);
        for (Node node : nodes.values()) {
            node.offerMaps();
        }
    }

    /** As the monitor does: those that serve go on while the PG moves. */
    private void prime(Map1 next) {
        List<Integer> serving =
                map().acting().stream().filter(next.up::contains).toList();
        boolean moves = !Set.copyOf(serving).equals(Set.copyOf(next.acting()));
        if (map().poolExists && next.pgTemp.equals(map().pgTemp) && serving.size() >= next.minSize && moves) {
            next.pgTemp = serving;
        }
    }

    /** Brings OSDs up, each with a separate boot. */
    void boot(int... ids) {
        for (int id : ids) {
            node(id).startProcess();
            publish(m -> {
                m.up.add(id);
                m.upFrom.put(id, m.epoch);
                node(id).incarnation = m.epoch;
                node(id).noteBorn(m.epoch);
            });
        }
    }

    void createPool() {
        publish(m -> m.poolExists = true);
    }

    void markDown(int... ids) {
        publish(m -> {
            for (int id : ids) {
                m.up.remove(id);
            }
        });
    }

    /** The process dies; the store stays. The map does not show it yet. */
    void crash(int id) {
        node(id).crash();
    }

    void crashAndMarkDown(int id) {
        crash(id);
        nodes.values().forEach(node -> node.dead.put(id, map().upFrom.get(id)));
        markDown(id);
    }

    void loseStore(int id) {
        node(id).store.umount();
        node(id).store = null;
        node(id).born = Integer.MAX_VALUE;
    }

    /** Ends every process and releases the stores. */
    @Override
    public void close() {
        nodes.values().forEach(Node::crash);
        run(SECOND);
        for (Node node : nodes.values()) {
            if (node.store != null) {
                node.store.umount();
            }
        }
    }

    // ---- network and time

    void cut(BiPredicate<Integer, Integer> newCut) {
        cut = newCut;
    }

    /** Loses messages to an OSD. */
    void lose(BiPredicate<Integer, PeerMessage> which) {
        lose = which;
    }

    void healNetwork() {
        cut = (from, to) -> false;
        lose = (to, message) -> false;
        deafToMaps.clear();
        nodes.values().forEach(Node::offerMaps);
    }

    /** The OSD gets no maps until {@link #healNetwork}. */
    void deaf(int id) {
        deafToMaps.add(id);
    }

    long now() {
        return now;
    }

    Random random() {
        return random;
    }

    /** Loses the next requests for acting sets. */
    void loseNextPgTemps(int count) {
        pgTempsToLose = count;
    }

    private void at(long time, Runnable action) {
        events.add(new Event(time, order++, action));
    }

    void run(long nanos) {
        long end = now + nanos;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event e = events.poll();
            now = e.at();
            e.action().run();
        }
        now = end;
    }

    /** Long enough for peering, syncing and a few retries, shorter than a lease. */
    void settle() {
        run(8 * SECOND);
    }

    Node node(int id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no osd." + id);
        }
        return node;
    }

    PG pg(int id) {
        return node(id).pg;
    }

    private void transmit(int from, int fromIncarnation, int to, PeerMessage message) {
        // Through the codec, as on the wire.
        MOSDPGPeer carrier = MOSDPGPeer.of(from, 0, message);
        ByteBuf front = Unpooled.buffer();
        carrier.encodeFrontTo(new org.inkwire.wire.Encoder(front), 0);
        byte[] data = ByteBufUtil.getBytes(carrier.data());
        carrier.release();
        if (cut.test(from, to) || lose.test(to, message)) {
            return;
        }
        Node target = nodes.get(to);
        int process = target.process;
        long key = (long) from << 32 | to;
        long arrival =
                Math.max(lastArrival.getOrDefault(key, 0L), now + MILLI / 10 + random.nextInt((int) (2 * MILLI)));
        lastArrival.put(key, arrival);
        at(arrival, () -> {
            if (target.process == process && target.pg != null) {
                PeerMessage received = MOSDPGPeer.decode(
                                new org.inkwire.wire.message.MessageHeader(),
                                new org.inkwire.wire.Decoder(front.duplicate()),
                                Unpooled.wrappedBuffer(data))
                        .takeBody();
                target.turn(() -> target.pg.handle(from, received));
            } else if (target.process == process
                    && target.alive
                    && message instanceof PeerMessage.Query q
                    && target.lastMap >= q.interval()) {
                transmit(to, 0, from, PeerMessage.Info.absent(q.pgid(), q.interval(), target.born));
            }
        });
    }

    /** One OSD. */
    final class Node implements QuietHost, PgOwner {
        final int id;
        final Map<Integer, Integer> dead = new TreeMap<>();
        MemStore store;
        PG pg;
        boolean alive;
        int process;
        int incarnation = -1;
        int born = Integer.MAX_VALUE;
        int lastMap;
        /** Its store is full: takes no new writes. */
        boolean full;
        /** Its store takes nothing at all. */
        boolean crammed;

        boolean backfillFull;

        private boolean mapsOffered;
        private EndOfTurn endOfTurn;

        private Node(int id) {
            this.id = id;
        }

        private void noteBorn(int epoch) {
            if (born == Integer.MAX_VALUE) {
                born = epoch;
            }
        }

        private void startProcess() {
            alive = true;
            process++;
            endOfTurn = new EndOfTurn(shard(), this::storeFailed);
            mapsOffered = false;
            lastMap = 0;
            if (store == null) {
                store = new MemStore(io.netty.buffer.UnpooledByteBufAllocator.DEFAULT, 1L << 30);
                store.mount();
            }
            Integer resume = store.collectionExists(CollectionId.of(PGID)) ? PG.resumeEpoch(store, PGID) : null;
            if (resume != null) {
                incarnation = -1;
                pg = PG.load(PGID, this, store, interpreter(), options, view(resume));
                lastMap = resume;
            }
        }

        private OpInterpreter interpreter() {
            return new OpInterpreter(store, OpLimits.DEFAULT, ClassHandler.NONE, WatchHandler.NONE);
        }

        private View view(int epoch) {
            return new View(maps.get(epoch - 1), id, incarnation);
        }

        /** On every second OSD a write is durable within the turn that applies it, on the others in a later task. */
        private void turn(Runnable task) {
            if (id % 2 == 0) {
                task.run();
                return;
            }
            endOfTurn.run(task);
        }

        private void crash() {
            alive = false;
            process++;
            if (pg != null) {
                pg.stop();
            }
            pg = null;
        }

        void offerMaps() {
            if (!alive || mapsOffered || deafToMaps.contains(id)) {
                return;
            }
            mapsOffered = true;
            int p = process;
            at(now + random.nextInt((int) (5 * MILLI)), () -> {
                if (process == p) {
                    mapsOffered = false;
                    takeMaps();
                }
            });
        }

        private void takeMaps() {
            if (deafToMaps.contains(id)) {
                return;
            }
            int newest = map().epoch;
            for (int epoch = lastMap + 1; pg != null && epoch <= newest; epoch++) {
                pg.advanceMap(view(epoch));
                lastMap = epoch;
            }
            lastMap = newest;
            View view = view(newest);
            PgMapping mapping = view.mapping(PGID);
            if (pg == null
                    && view.serving()
                    && mapping != null
                    && (mapping.acting().contains(id) || mapping.up().contains(id))) {
                int first = newest;
                while (maps.get(first - 2).poolExists) {
                    first--;
                }
                List<View> history = new ArrayList<>();
                for (int epoch = first; epoch <= newest; epoch++) {
                    history.add(view(epoch));
                }
                pg = PG.create(PGID, this, store, interpreter(), options, history);
                pg.activateMap();
            }
        }

        // ---- PgHost

        @Override
        public int whoami() {
            return id;
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public ByteBufAllocator allocator() {
            return ByteBufAllocator.DEFAULT;
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            boolean[] cancelled = {false};
            int p = process;
            at(now + Math.max(0, delayNanos), () -> {
                if (!cancelled[0] && process == p) {
                    task.run();
                }
            });
            return () -> cancelled[0] = true;
        }

        @Override
        public Executor shard() {
            int p = process;
            return task -> at(now + random.nextInt((int) MILLI), () -> {
                if (process == p) {
                    task.run();
                }
            });
        }

        @Override
        public void whenDurable(CompletionStage<@Nullable Void> applied, Runnable next) {
            endOfTurn.whenDurable(applied, next);
        }

        @Override
        public void sendToPeer(int osd, PeerMessage message) {
            if (alive && nodes.containsKey(osd)) {
                transmit(id, incarnation, osd, message);
            } else {
                message.payload().release();
            }
        }

        @Override
        public void requestUpThru(int epoch) {
            int p = process;
            at(now + 3 * MILLI, () -> {
                boolean wanted = process == p
                        && map().up.contains(id)
                        && !deafToMaps.contains(id)
                        && map().upThru.getOrDefault(id, 0) < epoch;
                if (wanted) {
                    publish(m -> m.upThru.put(id, epoch));
                }
            });
        }

        @Override
        public void requestMap(int epoch) {
            offerMaps();
        }

        @Override
        public boolean admits(long bytes) {
            return !full;
        }

        @Override
        public boolean isBackfillFull() {
            return backfillFull;
        }

        @Override
        public boolean takes(long bytes) {
            return !crammed;
        }

        @Override
        public int storeBornEpoch() {
            return born;
        }

        @Override
        public boolean knownDead(int osd, int upFrom) {
            return dead.getOrDefault(osd, 0) >= Math.max(1, upFrom);
        }

        @Override
        public Slot reserve(Reservation kind, Runnable granted) {
            boolean[] closed = {false};
            shard().execute(() -> {
                if (!closed[0]) {
                    granted.run();
                }
            });
            return () -> closed[0] = true;
        }

        @Override
        public void requestPgTemp(SpgId pgid, List<Integer> acting) {
            int p = process;
            at(now + 3 * MILLI, () -> {
                if (pgTempsToLose > 0) {
                    pgTempsToLose--;
                } else if (process == p
                        && map().up.contains(id)
                        && !deafToMaps.contains(id)
                        && !map().pgTemp.equals(acting)) {
                    pgTempsAsked++;
                    publish(m -> m.pgTemp = acting);
                }
            });
        }

        @Override
        public void removed(PG removed) {
            if (pg == removed) {
                pg = null;
            }
        }
    }

    // ---- clients

    /** A request and what became of it. */
    final class Op extends TestOp {
        final long sentAt = now;
        boolean replied;
        boolean dropped;
        /** What the map says about the client now. */
        int gate = GO;

        int result;
        EVersion version = EVersion.ZERO;
        long userVersion;
        String output = "";

        private Op(OsdReqId reqid, String oid, boolean write, List<OSDOp> ops, int epoch) {
            super(reqid, oid, write, ops, epoch);
        }

        @Override
        public int gate(PgMapView map) {
            return gate;
        }

        @Override
        public void reply(int res, int mapEpoch, EVersion bad, EVersion replay, long userVersionNow) {
            finish();
            replied = true;
            result = res;
            version = replay;
            userVersion = userVersionNow;
            output = ops().get(0).output().toString(StandardCharsets.UTF_8);
            ops().forEach(OSDOp::release);
        }

        @Override
        public void drop() {
            finish();
            dropped = true;
            ops().forEach(OSDOp::release);
        }

        private void finish() {
            if (replied || dropped) {
                throw new AssertionError("answered twice: " + reqid());
            }
        }
    }

    OsdReqId newReqid() {
        return new OsdReqId(EntityName.client(4100), nextTid++, 0);
    }

    Op append(String oid, String text) {
        return append(newReqid(), oid, text);
    }

    /** Sends to the primary of the newest map. */
    Op append(OsdReqId reqid, String oid, String text) {
        return send(map().primary(), appendOp(reqid, oid, text));
    }

    Op appendOp(OsdReqId reqid, String oid, String text) {
        return appendOp(reqid, oid, text, map().epoch);
    }

    Op appendOp(OsdReqId reqid, String oid, String text, int epoch) {
        ByteBuf data = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        return new Op(reqid, oid, true, List.of(OSDOps.append(data)), epoch);
    }

    /** The map of a client that has heard of maps from this OSD only. */
    int epochKnownTo(int osd) {
        PG known = osd == NOBODY ? null : pg(osd);
        return known == null ? map().epoch : known.mapEpoch();
    }

    Op delete(OsdReqId reqid, String oid) {
        return send(map().primary(), new Op(reqid, oid, true, List.of(OSDOps.delete()), map().epoch));
    }

    Op read(String oid) {
        return send(map().primary(), readOp(oid));
    }

    Op readOp(String oid) {
        return readOp(oid, map().epoch);
    }

    /** From a client whose map is of an older epoch. */
    Op readOp(String oid, int epoch) {
        return new Op(newReqid(), oid, false, List.of(OSDOps.read(0, 0)), epoch);
    }

    Op send(int osd, Op op) {
        PG target = osd == NOBODY ? null : pg(osd);
        if (target == null) {
            op.drop();
        } else {
            node(osd).turn(() -> target.submit(op));
        }
        return op;
    }

    /** An object's content in an OSD's store; null if it does not have the object. */
    String stored(int osd, String oid) {
        var collection = CollectionId.of(PGID);
        MemStore store = node(osd).store;
        long size = store.size(collection, TestOp.objectOf(oid));
        if (size < 0) {
            return null;
        }
        ByteBuf data = store.read(collection, TestOp.objectOf(oid), 0, size);
        try {
            return data.toString(StandardCharsets.UTF_8);
        } finally {
            data.release();
        }
    }

    Set<Integer> osds() {
        return new LinkedHashSet<>(nodes.keySet());
    }
}

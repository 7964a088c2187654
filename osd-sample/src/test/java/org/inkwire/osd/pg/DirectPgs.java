// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
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
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.host.QuietHost;
import org.inkwire.osd.pg.host.TestOp;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ForwardingObjectStore;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.mem.MemStore;
import org.inkwire.testkit.memory.HeapAllocation;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * One PG, active on its OSDs, which talk at once and in order; nothing is lost and no time passes. Counts what a request
 * costs on their shards: bytes allocated, tasks, timers, messages. All on the calling thread.
 */
final class DirectPgs implements AutoCloseable {
    private static final SpgId PGID = SpgId.of(new PgId(1, 0));
    private static final int EPOCH = 2;
    private static final int ENCODINGS_KEPT = 8;
    private static final ByteBufAllocator MEMORY = PooledByteBufAllocator.DEFAULT;

    private record Sent(int from, int to, MOSDPGPeer message) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Deque<Sent> network = new ArrayDeque<>(1024);
    private final ByteBuf front = Unpooled.buffer(1 << 20);
    private final Encoder frontEncoder = new Encoder(front);
    private long tids;
    /** Of all OSDs, since the PG became active. */
    long tasks;

    long timers;
    long messages;
    /** Of objects, from the stores. */
    long attrsRead;
    /** What the first writes' messages have in common; null where it is nothing. */
    final List<@Nullable ByteString> encodings = new ArrayList<>();

    DirectPgs(int copies) {
        IntStream.range(0, copies).forEach(id -> nodes.add(new Node(id, copies)));
        nodes.forEach(node -> node.turn(node.pg::activateMap));
        run();
        if (nodes.get(0).pg.state() != PgState.ACTIVE) {
            throw new AssertionError("not clean but " + nodes.get(0).pg.state());
        }
        tasks = 0;
        timers = 0;
        messages = 0;
        attrsRead = 0;
    }

    /** Bytes that the OSD's shard has allocated so far. */
    long allocatedBy(int osd) {
        return nodes.get(osd).allocated;
    }

    PG pg(int osd) {
        return nodes.get(osd).pg;
    }

    ObjectStore store(int osd) {
        return nodes.get(osd).store;
    }

    /** Submits it to the primary, and runs all that follows. */
    void submit(Op op) {
        Node primary = nodes.get(0);
        primary.turn(() -> primary.pg.submit(op));
        run();
    }

    /** The pool goes, by the next map; the rest follows only with {@link #run}. */
    void removePool() {
        for (Node node : nodes) {
            node.turn(() -> node.pg.advanceMap(new View(EPOCH + 1, 0)));
        }
    }

    void run() {
        boolean ran = true;
        while (ran) {
            ran = false;
            for (Node node : nodes) {
                Runnable task = node.tasks.poll();
                if (task != null) {
                    node.turn(task);
                    ran = true;
                }
            }
            Sent sent = network.poll();
            if (sent != null) {
                deliver(sent);
                ran = true;
            }
        }
    }

    private void deliver(Sent sent) {
        front.clear();
        sent.message().encodeFrontTo(frontEncoder.over(front), 0);
        PeerMessage received = MOSDPGPeer.decode(
                        new MessageHeader(), new Decoder(front), sent.message().data())
                .takeBody();
        sent.message().release();
        Node to = nodes.get(sent.to());
        to.turn(() -> to.pg.handle(sent.from(), received));
    }

    private OsdReqId newReqid() {
        return new OsdReqId(EntityName.client(4100), ++tids, 0);
    }

    /** @param data taken */
    Op writeFull(String oid, ByteBuf data) {
        return new Op(newReqid(), oid, true, List.of(OSDOps.writeFull(data)));
    }

    Op read(String oid) {
        return new Op(newReqid(), oid, false, List.of(OSDOps.read(0, 0)));
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            node.pg.stop();
            node.store.umount();
        }
    }

    /** A request; keeps its outputs until {@link #release}. */
    static final class Op extends TestOp {
        boolean replied;
        int result;
        long userVersion;

        private Op(OsdReqId reqid, String oid, boolean write, List<OSDOp> ops) {
            super(reqid, oid, write, ops, EPOCH);
        }

        void release() {
            ops().forEach(OSDOp::release);
        }

        @Override
        public void reply(int res, int mapEpoch, EVersion bad, EVersion replay, long version) {
            replied = true;
            result = res;
            userVersion = version;
        }

        @Override
        public void drop() {
            throw new AssertionError("dropped " + reqid());
        }
    }

    /** @param copies 0: there is no such pool */
    private record View(int epoch, int copies) implements CalmMap {
        @Override
        public @Nullable PgMapping mapping(SpgId pgid) {
            if (copies == 0) {
                return null;
            }
            List<Integer> all = IntStream.range(0, copies).boxed().toList();
            return new PgMapping(all, 0, all, 0, Collections.nCopies(copies, 1), copies, 1, 0, false);
        }

        @Override
        public SpgId holder(SpgId pgid) {
            return pgid;
        }
    }

    private final class CountingStore extends ForwardingObjectStore {
        private final MemStore memory = new MemStore(MEMORY, 1L << 30);

        @Override
        protected ObjectStore delegate() {
            return memory;
        }

        @Override
        public @Nullable ByteString getAttr(CollectionId collection, HObject object, ByteString name) {
            attrsRead++;
            return super.getAttr(collection, object, name);
        }
    }

    private final class Node implements QuietHost, PgOwner {
        private final int id;
        private final ObjectStore store = new CountingStore();
        private final Deque<Runnable> tasks = new ArrayDeque<>(1024);
        private final Executor shard = this::execute;
        private final EndOfTurn turn = new EndOfTurn(shard, this::storeFailed);
        private final PG pg;
        private long allocated;

        private Node(int id, int copies) {
            this.id = id;
            store.mount();
            OpInterpreter interpreter =
                    new OpInterpreter(store, OpLimits.DEFAULT, ClassHandler.NONE, WatchHandler.NONE);
            pg = PG.create(PGID, this, store, interpreter, PgOptions.DEFAULT, List.of(new View(EPOCH, copies)));
        }

        private void execute(Runnable task) {
            DirectPgs.this.tasks++;
            tasks.add(task);
        }

        private void turn(Runnable task) {
            long before = HeapAllocation.ofThisThread();
            turn.run(task);
            allocated += HeapAllocation.ofThisThread() - before;
        }

        @Override
        public int whoami() {
            return id;
        }

        @Override
        public ByteBufAllocator allocator() {
            return MEMORY;
        }

        @Override
        public PgHost.Timer schedule(long delayNanos, Runnable task) {
            timers++;
            return () -> {};
        }

        @Override
        public Executor shard() {
            return shard;
        }

        @Override
        public void whenDurable(CompletionStage<@Nullable Void> applied, Runnable next) {
            turn.whenDurable(applied, next);
        }

        @Override
        public void sendToPeer(int osd, PeerMessage message) {
            messages++;
            if (message instanceof PeerMessage.RepOp write && encodings.size() < ENCODINGS_KEPT) {
                encodings.add(write.shared());
            }
            network.add(new Sent(id, osd, MOSDPGPeer.of(id, EPOCH, message)));
        }

        @Override
        public void removed(PG removed) {}
    }
}

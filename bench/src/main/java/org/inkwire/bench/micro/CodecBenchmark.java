// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.ClusterMessages;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What clients and OSDs exchange most, and the map that all follow. One operation builds and encodes, or decodes, the
 * request of a 4 KiB write, its reply, or a whole OSDMap; or it takes a map to its next epoch.
 */
public class CodecBenchmark extends MicroBenchmark {
    /** A request, its reply, and the bytes of both. */
    @State(Scope.Thread)
    public static class Write {
        private static final int PAYLOAD_BYTES = 4 << 10;
        private static final int PGS = 128;
        private static final int EPOCH = 1234;
        private static final String OID = "benchmark_data_host_4242_object17";

        private final int hash = PgPool.hashKey(OID, "");
        private final SpgId pg = SpgId.of(new PgId(Clusters.POOL, hash & (PGS - 1)));
        private final ObjectLocator locator = ObjectLocator.of(Clusters.POOL, "");
        private final ByteBuf payload = Payloads.direct(PAYLOAD_BYTES);
        private final Encoder out = new Encoder(PooledByteBufAllocator.DEFAULT.directBuffer(PAYLOAD_BYTES));
        private final MOSDOp request = request();
        private final Received receivedRequest = new Received(request);
        private final Received receivedReply = new Received(reply());

        private MOSDOp request() {
            OSDOp write = OSDOps.write(0, payload.retainedDuplicate());
            MOSDOp message = MOSDOp.builder(pg, hash, locator, OID)
                    .mapEpoch(EPOCH)
                    .flags(OsdFlag.ACK | OsdFlag.ONDISK | OsdFlag.WRITE | OsdFlag.KNOWN_REDIR)
                    .mtime(Clusters.NOW)
                    .ops(List.of(write))
                    .features(OSDMapIncremental.ENCODE_FEATURES)
                    .build();
            write.release();
            return message;
        }

        private MOSDOpReply reply() {
            EVersion version = new EVersion(77, EPOCH);
            return MOSDOpReply.to(request, 0, EPOCH, OsdFlag.ACK | OsdFlag.ONDISK, request.ops(), version, 77);
        }

        /** @param message taken */
        private int encode(Message message) {
            out.buffer().clear();
            message.encodeFrontTo(out, OSDMapIncremental.ENCODE_FEATURES);
            message.release();
            return out.buffer().writerIndex();
        }

        @TearDown
        public void release() {
            request.release();
            receivedRequest.release();
            receivedReply.release();
            out.buffer().release();
            payload.release();
        }
    }

    /** A message as it lies in receive memory. */
    private static final class Received {
        private final MessageHeader header;
        private final ByteBuf front = PooledByteBufAllocator.DEFAULT.directBuffer();
        private final ByteBuf data;

        /** @param message borrowed */
        Received(Message message) {
            header = new MessageHeader().set(message, 1, 0);
            message.encodeFrontTo(new Encoder(front), OSDMapIncremental.ENCODE_FEATURES);
            data = message.data().retainedDuplicate();
        }

        /** @return released already */
        Message decode() {
            Message message = ClusterMessages.registry()
                    .decode(header, front.readerIndex(0), Unpooled.EMPTY_BUFFER, data.retainedDuplicate());
            message.release();
            return message;
        }

        void release() {
            front.release();
            data.release();
        }
    }

    /** A map, and the incremental of the epoch in which one OSD goes down. */
    @State(Scope.Thread)
    public static class Maps {
        private static final int PGS = 128;

        @Param({"100", "1000", "10000"})
        public int osds;

        private OSDMap map = OSDMap.empty();
        private byte[] full = {};
        private byte[] incremental = {};

        @Setup
        public void build() {
            map = Clusters.osdMap(osds, "host", PGS);
            full = map.encode();
            incremental = new OSDMapIncremental.Builder(map)
                    .flipState(osds / 2, OsdState.UP)
                    .buildOn(map, Clusters.NOW)
                    .incremental()
                    .encode();
        }
    }

    @Benchmark
    public int encodeRequest(Write w) {
        return w.encode(w.request());
    }

    @Benchmark
    public Message decodeRequest(Write w) {
        return w.receivedRequest.decode();
    }

    @Benchmark
    public int encodeReply(Write w) {
        return w.encode(w.reply());
    }

    @Benchmark
    public Message decodeReply(Write w) {
        return w.receivedReply.decode();
    }

    @Benchmark
    public byte[] encodeMap(Maps m) {
        return m.map.encode();
    }

    @Benchmark
    public OSDMap decodeMap(Maps m) {
        return OSDMap.decode(m.full);
    }

    @Benchmark
    public OSDMap nextEpoch(Maps m) {
        return m.map.apply(OSDMapIncremental.decode(m.incremental));
    }
}

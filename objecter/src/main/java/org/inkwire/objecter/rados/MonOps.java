// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.message.mon.MGetPoolStats;
import org.inkwire.cluster.message.mon.MGetPoolStatsReply;
import org.inkwire.cluster.message.mon.MPoolOp;
import org.inkwire.cluster.message.mon.MPoolOpReply;
import org.inkwire.cluster.message.mon.MStatfs;
import org.inkwire.cluster.message.mon.MStatfsReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.Objecter;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.wire.Decoder;

/** Client requests to monitors other than commands (protocol: mon section 1). On the MonClient's center. */
final class MonOps {
    private static final int POOL_STAT_VERSION = 7;
    private static final int SUM_VERSION = 20;

    private MonOps() {}

    static CompletionStage<Void> createPool(MonClient mon, Objecter objecter, String name, Duration timeout) {
        String what = "create pool \"" + name + "\"";
        // A monitor answers 0 if the pool already exists, so look first.
        return objecter.waitForLatestMap().thenCompose(map -> {
            if (map.poolId(name) >= 0) {
                throw new RadosException.Refused(Errno.EEXIST.result(), what);
            }
            return objecter.onCenter(() -> poolOp(mon, objecter, what, 0, MPoolOp.CREATE, name, timeout));
        });
    }

    static CompletionStage<Void> deletePool(MonClient mon, Objecter objecter, long pool, Duration timeout) {
        // The name is what librados sends; monitors use the id.
        return poolOp(mon, objecter, "delete pool " + pool, pool, MPoolOp.DELETE, "delete", timeout);
    }

    private static CompletionStage<Void> poolOp(
            MonClient mon, Objecter objecter, String what, long pool, int op, String name, Duration timeout) {
        return mon.request(
                        what,
                        () -> new MPoolOp(0, mon.fsid(), pool, op, 0, name, MPoolOp.NO_RULE),
                        MPoolOpReply.TYPE,
                        message -> {
                            MPoolOpReply reply = (MPoolOpReply) message;
                            if (reply.replyCode() < 0) {
                                throw new RadosException.Refused(reply.replyCode(), what);
                            }
                            return reply.epoch();
                        },
                        timeout)
                .thenCompose(objecter::waitForMap)
                .thenCompose(map -> CompletableFuture.<Void>completedFuture(null));
    }

    static CompletionStage<ClusterStats> statfs(MonClient mon, Duration timeout) {
        return mon.request(
                "cluster statistics",
                () -> new MStatfs(0, mon.fsid(), OptionalLong.empty()),
                MStatfsReply.TYPE,
                message -> {
                    MStatfsReply r = (MStatfsReply) message;
                    return new ClusterStats(r.kb(), r.kbUsed(), r.kbAvail(), r.numObjects());
                },
                timeout);
    }

    static CompletionStage<Map<String, PoolStats>> poolStats(MonClient mon, List<String> pools, Duration timeout) {
        return mon.request(
                "pool statistics",
                () -> new MGetPoolStats(0, mon.fsid(), pools),
                MGetPoolStatsReply.TYPE,
                message -> {
                    Map<String, PoolStats> stats = new LinkedHashMap<>();
                    MGetPoolStatsReply reply = (MGetPoolStatsReply) message;
                    reply.poolStats().forEach((name, raw) -> stats.put(name, decode(raw, reply.perPool())));
                    return stats;
                },
                timeout);
    }

    /**
     * {@code pool_stat_t} v7: the sums ({@code object_stat_collection_t} of {@code object_stat_sum_t}), the lengths of
     * the logs, the numbers of copies, and what the stores report ({@code store_statfs_t}).
     *
     * @param perPool whether the stores' figures are by pool
     */
    private static PoolStats decode(byte[] raw, boolean perPool) {
        Decoder in = new Decoder(Unpooled.wrappedBuffer(raw));
        int version = in.start(POOL_STAT_VERSION);
        in.start(2);
        in.start(SUM_VERSION);
        long bytes = in.s64();
        long objects = in.s64();
        long clones = in.s64();
        long copies = in.s64();
        long missing = in.s64();
        long degraded = in.s64();
        long unfound = in.s64();
        long readOps = in.s64();
        long readKb = in.s64();
        long writeOps = in.s64();
        long writeKb = in.s64();
        in.finish();
        in.finish();
        long allocated = 0;
        long compressedUsed = 0;
        long compressedFrom = 0;
        if (version >= POOL_STAT_VERSION) {
            in.skip(2 * Long.BYTES); // log sizes
            in.skip(2 * Integer.BYTES); // up, acting
            in.start(1);
            in.skip(3 * Long.BYTES); // total, available, internally reserved
            allocated = in.s64();
            in.s64(); // stored
            in.s64(); // compressed
            compressedUsed = in.s64();
            compressedFrom = in.s64();
            in.finish();
        }
        in.finish();
        // Without figures by pool, the copies' share of the stored bytes.
        long used = perPool ? allocated : objects == 0 ? 0 : (long) ((double) bytes * copies / objects);
        return new PoolStats(
                objects,
                bytes,
                used,
                clones,
                copies,
                missing,
                unfound,
                degraded,
                readOps,
                readKb,
                writeOps,
                writeKb,
                compressedUsed,
                compressedFrom);
    }
}

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
                    ((MGetPoolStatsReply) message).poolStats().forEach((name, raw) -> stats.put(name, decode(raw)));
                    return stats;
                },
                timeout);
    }

    /** {@code pool_stat_t}: begins with the sum ({@code object_stat_collection_t} of {@code object_stat_sum_t}). */
    private static PoolStats decode(byte[] raw) {
        Decoder in = new Decoder(Unpooled.wrappedBuffer(raw));
        in.start(POOL_STAT_VERSION);
        in.start(2);
        in.start(SUM_VERSION);
        long bytes = in.s64();
        long objects = in.s64();
        in.s64(); // clones
        long copies = in.s64();
        in.s64(); // missing on primary
        in.s64(); // degraded
        in.s64(); // unfound
        PoolStats stats = new PoolStats(objects, bytes, copies, in.s64(), in.s64(), in.s64(), in.s64());
        in.finish();
        in.finish();
        in.finish();
        return stats;
    }
}

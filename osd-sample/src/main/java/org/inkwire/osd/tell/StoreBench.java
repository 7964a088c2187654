// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.space.FullState;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench}: writes to the store, in the OSD's own collection, and removes what it wrote. It writes over the same few
 * objects, so that it needs little space, and waits for each round to be durable, so that the OSD goes on meanwhile.
 * Confined to the OSD's center; one at a time. Ceph: {@code OSD::asok_command}, bench.
 */
final class StoreBench {
    private static final long MIB = 1 << 20;
    private static final long DEFAULT_COUNT = 1L << 30;
    private static final long DEFAULT_BLOCK = 4 * MIB;

    /** {@code osd_bench_max_block_size}. */
    private static final long MAX_BLOCK = 64 * MIB;

    /** {@code osd_bench_duration}, seconds. */
    private static final long DURATION = 30;

    /** {@code osd_bench_small_size_max_iops}, for blocks below 1 MiB. */
    private static final long SMALL_MAX_IOPS = 100;

    /** {@code osd_bench_large_size_max_throughput}, bytes per second. */
    private static final long LARGE_MAX_THROUGHPUT = 100 * MIB;

    /** Most bytes written between two looks at other tasks. */
    private static final long ROUND = 4 * MIB;

    private static final double NANOS = 1e9;

    private final EventCenter center;
    private final ObjectStore store;
    private final StoreSpace space;
    private boolean running;

    StoreBench(EventCenter center, ObjectStore store, StoreSpace space) {
        this.center = center;
        this.store = store;
        this.space = space;
    }

    void run(JsonNode args, Consumer<Answer> answer) {
        long count = Params.number(args, "count", DEFAULT_COUNT);
        long block = Params.number(args, "size", DEFAULT_BLOCK);
        String refused = refusal(count, block);
        if (!refused.isEmpty()) {
            answer.accept(Answer.refused(Errno.EINVAL, refused));
        } else if (running) {
            answer.accept(Answer.refused(Errno.EBUSY, "another bench is running"));
        } else if (space.state().compareTo(FullState.BACKFILLFULL) >= 0 || !space.takes(2 * Math.max(block, ROUND))) {
            answer.accept(Answer.refused(Errno.ENOSPC, "not enough space for a bench"));
        } else {
            running = true;
            new Run(count, block, answer).round(null);
        }
    }

    /** Ceph's limits. */
    private static String refusal(long count, long block) {
        if (count == 0 || block == 0) {
            return "'count' and 'size' must be greater than 0";
        }
        if (block > MAX_BLOCK) {
            return "block 'size' values are capped at " + MAX_BLOCK / MIB + " MiB. If you wish to use a higher value,"
                    + " please adjust 'osd_bench_max_block_size'";
        }
        boolean small = block < MIB;
        long most = small ? block * DURATION * SMALL_MAX_IOPS : LARGE_MAX_THROUGHPUT * DURATION;
        if (count <= most) {
            return "";
        }
        String limit = small
                ? most + " for a block size of " + block + " B, assuming " + SMALL_MAX_IOPS + " IOPS, for "
                : most + " for a block size of " + block + " B, assuming " + LARGE_MAX_THROUGHPUT + " B/s, for ";
        return "'count' values greater than " + limit + DURATION
                + " seconds, can cause ill effects on osd.  Please adjust '"
                + (small ? "osd_bench_small_size_max_iops" : "osd_bench_large_size_max_throughput")
                + "' with a higher value if you wish to use a higher 'count'.";
    }

    private final class Run {
        private final long count;
        private final int block;
        private final Consumer<Answer> answer;
        private final long began = center.nanoTime();
        private long written;

        private Run(long count, long block, Consumer<Answer> answer) {
            this.count = count;
            this.block = (int) Math.min(block, count);
            this.answer = answer;
        }

        /** @param failed of the round before */
        private void round(@Nullable Throwable failed) {
            if (failed != null) {
                end(Answer.refused(Errno.EIO, "the store failed: " + failed.getMessage()));
            } else if (written >= count) {
                end(result());
            } else {
                center.whenDone(write(), (done, cause) -> round(cause));
            }
        }

        private CompletionStage<@Nullable Void> write() {
            Transaction t = new Transaction(CollectionId.META);
            int object = 0;
            for (long bytes = 0; written < count && (bytes == 0 || bytes + block <= ROUND); bytes += block) {
                ByteBuf data = ByteBufAllocator.DEFAULT.buffer(block, block);
                data.setZero(0, block).writerIndex(block);
                t.write(object(object++), 0, data);
                written += block;
            }
            return store.apply(t);
        }

        private static HObject object(int n) {
            return HObject.head(ObjectLocator.of(-1, ""), "disk_bw_test_" + n, 0);
        }

        private Answer result() {
            double seconds = (center.nanoTime() - began) / NANOS;
            return Answer.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("bytes_written", written)
                    .put("blocksize", block)
                    .put("elapsed_sec", seconds)
                    .put("bytes_per_sec", written / seconds)
                    .put("iops", (double) written / block / seconds));
        }

        private void end(Answer result) {
            Transaction t = new Transaction(CollectionId.META);
            for (int i = 0; i * (long) block < ROUND + block; i++) {
                t.remove(object(i));
            }
            center.whenDone(store.apply(t), (done, cause) -> {
                running = false;
                answer.accept(result);
            });
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBufAllocator;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.inkwire.cluster.conf.CephConf;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a store. Immutable.
 *
 * @param fsid the store's identity, the uuid given to {@code osd new}: written by {@link ObjectStore#mkfs}, compared by
 *     {@link ObjectStore#mount}
 * @param directory {@code osd_data}; may not exist yet. Null if this OSD has none; a store that needs one refuses to
 *     open
 * @param capacityBytes capacity limit: the total that {@link ObjectStore#stats} reports, to which the cluster's full
 *     ratios apply. 0: the limit of the store's own option or its medium
 * @param memory what a store in memory may use: the upper bound of its capacity
 * @param allocator for the buffers the store keeps and gives; any thread
 * @param executor for blocking work such as syncing: one thread that is not a worker, tasks in order. The caller owns
 *     it; it outlives the store. Tasks must not throw
 * @param conf options of the OSD by Ceph's names, for options that only this store reads
 */
public record StoreConfig(
        UUID fsid,
        @Nullable Path directory,
        long capacityBytes,
        MemoryShare memory,
        ByteBufAllocator allocator,
        Executor executor,
        CephConf conf) {
    public StoreConfig {
        if (capacityBytes < 0) {
            throw new IllegalArgumentException("capacity " + capacityBytes);
        }
    }
}

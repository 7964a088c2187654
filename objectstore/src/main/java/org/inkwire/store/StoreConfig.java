// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBufAllocator;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.inkwire.cluster.conf.CephConf;
import org.jspecify.annotations.Nullable;

/**
 * What a store is told from outside. Immutable.
 *
 * @param fsid the store's identity, the uuid given to {@code osd new}: written by {@link ObjectStore#mkfs}, compared by
 *     {@link ObjectStore#mount}
 * @param directory {@code osd_data}; may not exist yet. Null: this OSD has none, and a store that needs one refuses to open
 * @param capacityBytes most it may hold: the total that {@link ObjectStore#stats} shows, on which the cluster's full ratios
 *     stand. 0: what the store's own option says or its medium has
 * @param allocator of the buffers it keeps and gives; any thread
 * @param executor for work that blocks, such as syncing: one thread that is nobody's worker, tasks in order. It stays the
 *     caller's and outlives the store. A task must not throw
 * @param conf options of the OSD by Ceph's names, for those that only this store reads
 */
public record StoreConfig(
        UUID fsid,
        @Nullable Path directory,
        long capacityBytes,
        ByteBufAllocator allocator,
        Executor executor,
        CephConf conf) {
    public StoreConfig {
        if (capacityBytes < 0) {
            throw new IllegalArgumentException("capacity " + capacityBytes);
        }
    }
}

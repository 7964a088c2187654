// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.store.MemoryShare;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.StoreConfig;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a {@link LocalCluster}'s OSDs. A persistent store lies in {@code osd.N} of the cluster's directory, and
 * every OSD opens it again. Any other store stays mounted from the first OSD of an id until {@link #discard}. Any
 * thread; calls for one id must not overlap.
 */
final class OsdStores {
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private final ObjectStoreProvider provider;
    private final NetworkStack stack;
    private final @Nullable Path dir;
    private final long capacityBytes;
    private final MemoryShare memory;
    private final Map<Integer, RestartableStore> kept = new ConcurrentHashMap<>();
    private final Map<Integer, StoreThread> threads = new ConcurrentHashMap<>();

    /**
     * @param dir of the cluster; null if it has none
     * @param capacityBytes of each store; 0: by the store's own option
     * @param memory what each store may use
     */
    OsdStores(
            ObjectStoreProvider provider,
            NetworkStack stack,
            @Nullable Path dir,
            long capacityBytes,
            MemoryShare memory) {
        this.provider = provider;
        this.stack = stack;
        this.dir = dir;
        this.capacityBytes = capacityBytes;
        this.memory = memory;
    }

    /** Ids of the OSDs whose stores {@link #discard} must end. */
    Set<Integer> kept() {
        return kept.keySet();
    }

    /**
     * The store an OSD runs on, created if there is none.
     *
     * @param osdFsid the store's identity
     * @param conf options of {@code osd.ID}
     * @return not mounted, as far as the OSD can tell; or fails with why it cannot be used
     */
    CompletionStage<? extends ObjectStore> open(int id, UUID osdFsid, CephConf conf) {
        RestartableStore mounted = kept.get(id);
        if (mounted != null) {
            return CompletableFuture.completedStage(mounted);
        }
        ObjectStore store = provider.open(
                new StoreConfig(osdFsid, directory(id), capacityBytes, memory, ALLOCATOR, thread(id), conf));
        CompletionStage<@Nullable Void> made = store.mkfs();
        if (provider.isPersistent()) {
            return made.thenApply(done -> store);
        }
        return made.thenCompose(done -> RestartableStore.on(store)).thenApply(restartable -> {
            kept.put(id, restartable);
            return restartable;
        });
    }

    /** Null if the cluster has none. */
    private @Nullable Path directory(int id) {
        return dir == null ? null : dir.resolve("osd." + id);
    }

    private StoreThread thread(int id) {
        return threads.computeIfAbsent(id, first -> new StoreThread(stack, first));
    }

    /** An OSD has stopped cleanly: its objects stay if the store is persistent. */
    CompletionStage<Void> close(int id) {
        RestartableStore store = kept.remove(id);
        return store == null ? CompletableFuture.completedStage(null) : store.discard();
    }

    /** Discards what an OSD has left; no OSD may be running on it. */
    CompletionStage<Void> discard(int id) {
        Path directory = directory(id);
        if (!provider.isPersistent() || directory == null) {
            return close(id);
        }
        return CompletableFuture.runAsync(() -> delete(directory), thread(id));
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}

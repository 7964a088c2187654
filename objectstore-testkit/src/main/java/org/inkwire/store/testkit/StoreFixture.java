// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.MemoryShare;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.StoreConfig;
import org.inkwire.store.Transaction;
import org.inkwire.testkit.memory.CountingAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A mounted store with one collection, and helpers for tests. Fails a test that leaks a buffer. */
abstract class StoreFixture {
    static final CollectionId PG = new CollectionId(1, 0, -1);
    static final HObject A = object("a", 0x10);
    static final HObject B = object("b", 0x20);
    static final UUID FSID = UUID.fromString("8e0e2f0c-53a1-4d3f-9d53-2d6dd9a1c001");
    static final long CAPACITY = 64 << 20;

    /** Nothing to spare: what does not fit is refused. */
    private static final MemoryShare MEMORY = new MemoryShare(CAPACITY, 0, CAPACITY);

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory = Path.of("");

    final CountingAllocator allocator = new CountingAllocator();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private @Nullable ObjectStore mounted;

    /** The kind of store under test. */
    protected abstract ObjectStoreProvider provider();

    static HObject object(String name, int hash) {
        return new HObject("", name, SnapId.HEAD, hash, false, "", 1);
    }

    @BeforeEach
    void mountWithOneCollection() {
        remountAfter(true);
        apply(new Transaction(PG).createCollection());
    }

    @AfterEach
    void nothingIsLeftAfterUmount() throws InterruptedException {
        if (mounted != null) {
            umount();
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(allocator.usedBytes()).as("bytes not released").isZero();
    }

    /** The mounted store. */
    final ObjectStore store() {
        ObjectStore store = mounted;
        if (store == null) {
            throw new IllegalStateException("no store is mounted");
        }
        return store;
    }

    final ObjectStore open(UUID fsid, long capacity, Path where) {
        return provider()
                .open(new StoreConfig(fsid, where, capacity, MEMORY, allocator.get(), executor, CephConf.defaults()));
    }

    final void umount() {
        await(store().umount());
        mounted = null;
    }

    /** Opens a new store object on the same directory and mounts it. */
    final void mount() {
        remountAfter(false);
    }

    private void remountAfter(boolean mkfs) {
        ObjectStore store = open(FSID, CAPACITY, directory);
        if (mkfs) {
            await(store.mkfs());
        }
        await(store.mount());
        mounted = store;
    }

    static void await(CompletionStage<@Nullable Void> stage) {
        stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Applies a transaction and waits until it is durable. */
    final void apply(Transaction transaction) {
        await(store().apply(transaction));
    }

    final ByteBuf bytes(byte[] content) {
        return allocator.get().buffer(Math.max(1, content.length)).writeBytes(content);
    }

    final ByteBuf text(String content) {
        return bytes(content.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    final byte[] read(HObject object, long offset, long length) {
        ByteBuf found = store().read(PG, object, offset, length);
        try {
            return ByteBufUtil.getBytes(found);
        } finally {
            found.release();
        }
    }

    final String readText(HObject object) {
        return new String(read(object, 0, 1 << 20), StandardCharsets.UTF_8);
    }

    static ByteString s(String text) {
        return ByteString.of(text);
    }

    static SortedMap<ByteString, ByteString> map(String... keysAndValues) {
        TreeMap<ByteString, ByteString> map = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(s(keysAndValues[i]), s(keysAndValues[i + 1]));
        }
        return map;
    }

    final List<String> keys(HObject object, String from, boolean inclusive) {
        List<String> keys = new ArrayList<>();
        store().omapScan(PG, object, s(from), inclusive, (key, value) -> keys.add(key.toString()));
        return keys;
    }
}

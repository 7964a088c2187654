// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
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
import org.inkwire.store.StoreConfig;
import org.inkwire.store.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content of a journal after its process was killed, or a power cut tore its last record. */
class JournalCrashTest {
    private static final CollectionId PG = new CollectionId(1, 0, -1);
    private static final HObject A = new HObject("", "a", SnapId.HEAD, 1, false, "", 1);
    private static final HObject B = new HObject("", "b", SnapId.HEAD, 2, false, "", 1);
    private static final ByteString NUMBER = ByteString.of("n");
    private static final int WRITE_BYTES = 5000;
    private static final int ACKED_BEFORE_THE_KILL = 50;

    @TempDir
    Path directory;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopExecutor() {
        executor.shutdown();
    }

    private static ObjectStore mount(Path directory, ExecutorService executor) {
        ObjectStore store = new JournalStoreProvider()
                .open(new StoreConfig(
                        new UUID(1, 2),
                        directory,
                        1L << 30,
                        MemoryShare.of(1L << 30, 1),
                        UnpooledByteBufAllocator.DEFAULT,
                        executor,
                        CephConf.defaults()));
        store.mkfs().toCompletableFuture().join();
        store.mount().toCompletableFuture().join();
        return store;
    }

    /** Changes two objects in all the ways that {@link #requireNumber} checks. */
    private static Transaction numbered(int n) {
        TreeMap<ByteString, ByteString> entry = new TreeMap<>();
        entry.put(ByteString.of("key " + n), ByteString.of("" + n));
        return new Transaction(PG)
                .write(A, 0, filled(n))
                .setAttr(A, NUMBER, ByteString.of("" + n))
                .omapSet(B, entry)
                .clone(A, B)
                .omapSet(A, entry);
    }

    private static ByteBuf filled(int n) {
        byte[] bytes = new byte[WRITE_BYTES];
        Arrays.fill(bytes, (byte) n);
        return Unpooled.wrappedBuffer(bytes);
    }

    /** The number of the last transaction found, which must be complete. */
    private static int requireNumber(ObjectStore store) {
        ByteString text = store.getAttr(PG, A, NUMBER);
        int n = text == null ? 0 : Integer.parseInt(text.toString());
        if (n > 0) {
            assertThat(store.getAttr(PG, B, NUMBER)).isEqualTo(text);
            int[] keys = {0, 0};
            store.omapScan(PG, A, ByteString.EMPTY, true, (key, value) -> ++keys[0] > 0);
            store.omapScan(PG, B, ByteString.EMPTY, true, (key, value) -> ++keys[1] > 0);
            assertThat(keys).containsExactly(n, n - 1);
            byte[] expected = ByteBufUtil.getBytes(filled(n));
            for (HObject object : List.of(A, B)) {
                ByteBuf found = store.read(PG, object, 0, 2 * WRITE_BYTES);
                assertThat(ByteBufUtil.getBytes(found)).isEqualTo(expected);
                found.release();
            }
        }
        return n;
    }

    /** Runs in a separate process until killed; prints the number of each transaction once it is durable. */
    static final class Writer {
        public static void main(String[] args) {
            ObjectStore store = mount(Path.of(args[0]), Executors.newSingleThreadExecutor());
            store.apply(new Transaction(PG).createCollection());
            for (int n = 1; ; n++) {
                int acked = n;
                var durable = store.apply(numbered(n)).thenRun(() -> System.out.println(acked));
                if (n % 3 == 0) {
                    // Otherwise the next transaction is appended while this one is being synced.
                    durable.toCompletableFuture().join();
                }
            }
        }
    }

    @Test
    void aKilledProcessLosesNothingThatWasDurableAndHalvesNothing() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acked = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("\\d+")) {
                    acked = Integer.parseInt(line);
                }
                if (acked == ACKED_BEFORE_THE_KILL) {
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(acked).isGreaterThanOrEqualTo(ACKED_BEFORE_THE_KILL);

        ObjectStore store = mount(directory, executor);
        int found = requireNumber(store);
        assertThat(found).isGreaterThanOrEqualTo(acked);
        store.apply(numbered(found + 1)).toCompletableFuture().join();
        store.umount().toCompletableFuture().join();
        store.mount().toCompletableFuture().join();
        assertThat(requireNumber(store)).isEqualTo(found + 1);
        store.umount().toCompletableFuture().join();
    }

    @Test
    void aTornTailIsAsIfItsTransactionHadNeverBeenApplied() throws Exception {
        ObjectStore store = mount(directory, executor);
        store.apply(new Transaction(PG).createCollection());
        store.apply(numbered(1)).toCompletableFuture().join();
        Path journal = directory.resolve("journal");
        int whole = (int) Files.size(journal);
        store.apply(numbered(2)).toCompletableFuture().join();
        store.umount().toCompletableFuture().join();
        byte[] all = Files.readAllBytes(journal);
        for (int cut = whole; cut < all.length; cut += cut < whole + 40 || cut > all.length - 40 ? 1 : 97) {
            Files.write(journal, Arrays.copyOf(all, cut));
            requireFirstOnly(store, "cut at " + cut);
            byte[] flipped = all.clone();
            flipped[cut] ^= 0x40;
            Files.write(journal, flipped);
            requireFirstOnly(store, "flipped at " + cut);
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(all, cut), all.length);
            if (!Arrays.equals(zeros, all)) {
                Files.write(journal, zeros);
                requireFirstOnly(store, "zeros from " + cut);
            }
        }
    }

    /** The store appends after the last intact record, and the additions survive a mount. */
    private static void requireFirstOnly(ObjectStore store, String how) {
        store.mount().toCompletableFuture().join();
        assertThat(requireNumber(store)).as(how).isEqualTo(1);
        store.apply(numbered(2)).toCompletableFuture().join();
        store.umount().toCompletableFuture().join();
        store.mount().toCompletableFuture().join();
        assertThat(requireNumber(store)).as(how).isEqualTo(2);
        store.umount().toCompletableFuture().join();
    }

    @Test
    void aJournalIsMountedByOneStoreAtATime() {
        ObjectStore first = mount(directory, executor);
        assertThatThrownBy(() -> mount(directory, executor)).hasMessageContaining("in use");
        first.umount().toCompletableFuture().join();
        mount(directory, executor).umount().toCompletableFuture().join();
    }
}

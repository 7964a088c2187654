// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.Transaction;
import org.inkwire.testkit.memory.CountingAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemStoreTest {
    private static final CollectionId PG = new CollectionId(1, 0, -1);
    private static final HObject A = object("a", 0x10);
    private static final HObject B = object("b", 0x20);
    private static final int CHUNK = ObjectData.CHUNK_BYTES;

    private final CountingAllocator allocator = new CountingAllocator();
    private final MemStore store = new MemStore(allocator.get(), 64 << 20);

    private static HObject object(String name, int hash) {
        return new HObject("", name, SnapId.HEAD, hash, false, "", 1);
    }

    @BeforeEach
    void mountWithOneCollection() {
        store.mount();
        store.apply(new Transaction(PG).createCollection());
    }

    @AfterEach
    void umountReleasesEveryBuffer() {
        store.umount();
        assertThat(allocator.usedBytes()).isZero();
        assertThat(store.stats().used()).isZero();
    }

    private ByteBuf bytes(byte[] content) {
        return allocator.get().buffer(Math.max(1, content.length)).writeBytes(content);
    }

    private ByteBuf text(String content) {
        return bytes(content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private byte[] read(HObject object, long offset, long length) {
        ByteBuf found = store.read(PG, object, offset, length);
        try {
            return ByteBufUtil.getBytes(found);
        } finally {
            found.release();
        }
    }

    private static ByteString s(String text) {
        return ByteString.of(text);
    }

    private static TreeMap<ByteString, ByteString> map(String... keysAndValues) {
        TreeMap<ByteString, ByteString> map = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(s(keysAndValues[i]), s(keysAndValues[i + 1]));
        }
        return map;
    }

    private List<String> keys(HObject object, String from, boolean inclusive) {
        List<String> keys = new ArrayList<>();
        store.omapScan(PG, object, s(from), inclusive, (key, value) -> keys.add(key.toString()));
        return keys;
    }

    @Test
    void aWriteCreatesTheObjectAndAGapReadsAsZeros() {
        store.apply(new Transaction(PG).write(A, 3, text("abc")));
        assertThat(read(A, 0, 100)).containsExactly(0, 0, 0, 'a', 'b', 'c');
        assertThat(store.size(PG, A)).isEqualTo(6);
    }

    @Test
    void readsAreShortAtTheEndAndEmptyBehindIt() {
        store.apply(new Transaction(PG).write(A, 0, text("hello")));
        assertThat(read(A, 3, 10)).containsExactly('l', 'o');
        assertThat(read(A, 5, 10)).isEmpty();
        assertThat(read(A, 1L << 40, Long.MAX_VALUE)).isEmpty();
        assertThat(read(B, 0, 10)).isEmpty();
    }

    @Test
    void anExactlySizedBufferIsKeptNotCopied() {
        byte[] content = random(4 << 20);
        ByteBuf data = bytes(content);
        store.apply(new Transaction(PG).write(A, 0, data));
        assertThat(data.refCnt()).isPositive();
        assertThat(allocator.usedBytes()).isEqualTo(content.length);
        ByteBuf found = store.read(PG, A, 0, content.length);
        assertThat(found.nioBufferCount()).as("read back in one piece").isEqualTo(1);
        assertThat(ByteBufUtil.getBytes(found)).isEqualTo(content);
        found.release();
    }

    @Test
    void aSmallSliceIsCopiedSoThatItsLargeBufferGoes() {
        ByteBuf received = bytes(random(1 << 20));
        store.apply(new Transaction(PG).write(A, 0, received.readRetainedSlice(8192)));
        received.release();
        assertThat(received.refCnt()).isZero();
        assertThat(store.stats().dataStored()).isEqualTo(8192);
    }

    @Test
    void anAdoptedBufferGoesWhenLessThanHalfOfItIsInUse() {
        ByteBuf data = bytes(random(4 * CHUNK));
        store.apply(new Transaction(PG).write(A, 0, data));
        byte[] tail = read(A, 3L * CHUNK, CHUNK);
        store.apply(new Transaction(PG).zero(A, 0, 3L * CHUNK));
        assertThat(data.refCnt()).isZero();
        assertThat(store.stats().dataStored()).isEqualTo(CHUNK);
        assertThat(read(A, 3L * CHUNK, CHUNK)).isEqualTo(tail);
    }

    @Test
    void whatAReaderHoldsDoesNotChangeWithLaterWrites() {
        store.apply(new Transaction(PG).write(A, 0, text("before")));
        ByteBuf held = store.read(PG, A, 0, 6);
        store.apply(new Transaction(PG).write(A, 0, text("after!")).truncate(A, 2));
        assertThat(held.toString(StandardCharsets.UTF_8)).isEqualTo("before");
        held.release();
    }

    @Test
    void aSmallWriteInALargeObjectCopiesOneChunkAtMost() {
        store.apply(new Transaction(PG).write(A, 0, bytes(random(16 << 20))));
        long before = allocator.usedBytes();
        store.apply(new Transaction(PG).write(A, 5_000_000, text("x")));
        assertThat(allocator.usedBytes() - before).isBetween(0L, (long) CHUNK);
    }

    @Test
    void aByteAtTheEndOf128MiBCostsNoMoreThanAChunk() {
        store.apply(new Transaction(PG).write(A, (128 << 20) - 1, text("x")));
        assertThat(store.size(PG, A)).isEqualTo(128 << 20);
        assertThat(allocator.usedBytes()).isLessThanOrEqualTo(CHUNK);
    }

    @Test
    void extentsTellHolesFromData() {
        store.apply(new Transaction(PG)
                .write(A, 0, bytes(random(2 * CHUNK)))
                .write(A, 4L * CHUNK, text("tail"))
                .truncate(A, 10L * CHUNK));
        assertThat(store.extents(PG, A, 0, Long.MAX_VALUE))
                .containsExactly(new Extent(0, 2L * CHUNK), new Extent(4L * CHUNK, 4));
        assertThat(store.extents(PG, A, CHUNK + 5, 10)).containsExactly(new Extent(CHUNK + 5, 10));
    }

    @Test
    void zeroNeverGrowsAnObjectNorMakesOne() {
        store.apply(
                new Transaction(PG).write(A, 0, text("hello")).zero(A, 3, 100).zero(B, 0, 10));
        assertThat(read(A, 0, 100)).containsExactly('h', 'e', 'l', 0, 0);
        assertThat(store.exists(PG, B)).isFalse();
    }

    @Test
    void growingAfterACutShowsZerosNotTheOldBytes() {
        store.apply(
                new Transaction(PG).write(A, 0, text("secret")).truncate(A, 2).truncate(A, 6));
        assertThat(read(A, 0, 10)).containsExactly('s', 'e', 0, 0, 0, 0);
        store.apply(new Transaction(PG).truncate(A, 2).write(A, 5, text("x")));
        assertThat(read(A, 0, 10)).containsExactly('s', 'e', 0, 0, 0, 'x');
    }

    @Test
    void aCloneSharesBytesUntilEitherChanges() {
        store.apply(new Transaction(PG)
                .write(A, 0, bytes(random(3 * CHUNK)))
                .setAttr(A, s("k"), s("v"))
                .omapSet(A, map("o", "1"))
                .omapSetHeader(A, s("h")));
        byte[] content = read(A, 0, 3L * CHUNK);
        long before = allocator.usedBytes();
        store.apply(new Transaction(PG).clone(A, B));
        assertThat(allocator.usedBytes()).isEqualTo(before);
        store.apply(new Transaction(PG).write(A, 7, text("changed")).omapClear(A));
        assertThat(read(B, 0, 3L * CHUNK)).isEqualTo(content);
        assertThat(store.getAttr(PG, B, s("k"))).isEqualTo(s("v"));
        assertThat(keys(B, "", true)).containsExactly("o");
        assertThat(store.omapHeader(PG, B)).isEqualTo(s("h"));
        assertThat(store.omapHeader(PG, A)).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void omapKeysAreOrderedAsUnsignedBytes() {
        ByteString high = ByteString.wrap(new byte[] {(byte) 0x80, 'x'});
        TreeMap<ByteString, ByteString> entries = map("b", "2", "a", "1");
        entries.put(high, s("3"));
        store.apply(new Transaction(PG).omapSet(A, entries));
        List<ByteString> found = new ArrayList<>();
        store.omapScan(PG, A, s(""), true, (key, value) -> found.add(key));
        assertThat(found).containsExactly(s("a"), s("b"), high);
    }

    @Test
    void omapScansStartAtOrAfterAKeyAndStopWhenTold() {
        store.apply(new Transaction(PG).omapSet(A, map("a", "1", "b", "2", "c", "3")));
        assertThat(keys(A, "b", true)).containsExactly("b", "c");
        assertThat(keys(A, "b", false)).containsExactly("c");
        List<ByteString> first = new ArrayList<>();
        store.omapScan(PG, A, s(""), true, (key, value) -> {
            first.add(key);
            return false;
        });
        assertThat(first).containsExactly(s("a"));
        assertThat(store.omapGet(PG, A, List.of(s("c"), s("nope")))).containsOnlyKeys(s("c"));
    }

    @Test
    void omapRangesLeaveOutTheirEnd() {
        store.apply(new Transaction(PG)
                .omapSet(A, map("a", "1", "b", "2", "c", "3", "d", "4"))
                .omapRmRange(A, s("b"), s("d"))
                .omapRmRange(A, s("z"), s("a")));
        assertThat(keys(A, "", true)).containsExactly("a", "d");
        store.apply(new Transaction(PG).omapRm(A, List.of(s("a"), s("nope"))));
        assertThat(keys(A, "", true)).containsExactly("d");
    }

    @Test
    void attributesAreSetOneByOneAndRemoved() {
        store.apply(new Transaction(PG).setAttrs(A, map("x", "1", "y", "2")).setAttr(A, s("x"), s("3")));
        assertThat(store.getAttrs(PG, A)).isEqualTo(map("x", "3", "y", "2"));
        store.apply(new Transaction(PG).rmAttr(A, s("x")).rmAttr(A, s("nope")).rmAttr(B, s("x")));
        assertThat(store.getAttrs(PG, A)).isEqualTo(map("y", "2"));
        assertThat(store.exists(PG, B)).isFalse();
    }

    @Test
    void listingFollowsTheReversedHashAndLeavesOutThePgsOwnObject() {
        HObject x = object("x", 0x1);
        HObject y = object("y", 0x2);
        HObject z = object("z", 0x4);
        Transaction all = new Transaction(PG).omapSet(PG.metaObject(), map("info", "1"));
        for (HObject object : List.of(x, y, z)) {
            all.touch(object);
        }
        store.apply(all);
        ObjectListing first = store.list(PG, HObject.MIN, HObject.MAX, 2);
        assertThat(first).isEqualTo(new ObjectListing(List.of(z, y), x));
        assertThat(store.list(PG, first.next(), HObject.MAX, 2)).isEqualTo(new ObjectListing(List.of(x), HObject.MAX));
        assertThat(store.list(PG, HObject.MIN, x, 9)).isEqualTo(new ObjectListing(List.of(z, y), x));
    }

    @Test
    void aTransactionThatWouldNotFitChangesNothing() {
        MemStore small = new MemStore(allocator.get(), 100_000);
        small.mount();
        small.apply(new Transaction(PG).createCollection());
        assertThat(small.apply(new Transaction(PG).touch(A).write(B, 0, bytes(random(200_000)))))
                .isCompletedExceptionally();
        assertThat(small.exists(PG, A)).isFalse();
        small.apply(new Transaction(PG).write(A, 0, bytes(random(90_000))));
        assertThat(small.apply(new Transaction(PG).remove(A))).isCompleted();
        assertThat(small.stats().used()).isZero();
        small.umount();
    }

    @Test
    void anIllegalTransactionChangesNothingAndReleasesItsData() {
        CollectionId other = new CollectionId(1, 1, -1);
        assertThatThrownBy(() -> store.apply(new Transaction(other).write(A, 0, text("x"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1.1_head");
        assertThatThrownBy(() -> store.apply(
                        new Transaction(PG).write(A, 0, text("x")).remove(A).clone(A, B)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.exists(PG, A)).isFalse();
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void collectionsGoOnlyWhenEmptyButForTheirOwnObject() {
        store.apply(new Transaction(PG).touch(PG.metaObject()).touch(A));
        assertThatThrownBy(() -> store.apply(new Transaction(PG).removeCollection()))
                .isInstanceOf(IllegalStateException.class);
        store.apply(new Transaction(PG).remove(A).removeCollection());
        assertThat(store.listCollections()).isEmpty();
        assertThatThrownBy(() -> store.apply(new Transaction(PG).touch(A))).isInstanceOf(IllegalStateException.class);
        store.apply(new Transaction(PG).createCollection().touch(A));
        store.apply(new Transaction(CollectionId.META).createCollection());
        assertThat(store.listCollections()).containsExactly(CollectionId.META, PG);
    }

    @Test
    void accountingFollowsOmapAndAttributesUpAndDown() {
        store.apply(new Transaction(PG).touch(A));
        long empty = store.stats().omapAllocated();
        store.apply(new Transaction(PG)
                .omapSet(A, map("k", "value"))
                .setAttr(A, s("x"), s("y"))
                .omapSetHeader(A, s("header")));
        assertThat(store.stats().omapAllocated()).isEqualTo(empty + 2 * MemObject.ENTRY_BYTES + 6 + 2 + 6);
        store.apply(new Transaction(PG).omapClear(A).rmAttr(A, s("x")));
        assertThat(store.stats().omapAllocated()).isEqualTo(empty);
    }
}

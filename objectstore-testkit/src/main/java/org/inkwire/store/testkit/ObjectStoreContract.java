// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.StoreException;
import org.inkwire.store.StoreStats;
import org.inkwire.store.Transaction;
import org.inkwire.wire.RawString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link ObjectStore}, for every kind of store. Subclasses name the provider. */
public abstract class ObjectStoreContract extends StoreFixture {
    private static final CollectionId OTHER = new CollectionId(1, 1, -1);
    private static final int MIB = 1 << 20;

    private static void assertFails(CompletionStage<@Nullable Void> stage, StoreException.Reason reason) {
        assertThatThrownBy(() -> stage.toCompletableFuture().get(1, TimeUnit.MINUTES))
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .extracting(StoreException::reason)
                .isEqualTo(reason);
    }

    // ---- provider, mkfs, mount

    @Test
    void theProviderIsFoundByItsName() {
        assertThat(ObjectStoreProvider.named(provider().name()).getClass())
                .isEqualTo(provider().getClass());
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> ObjectStoreProvider.named("nostore"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nostore")
                .hasMessageContaining(provider().name());
    }

    @Test
    void aStoreIsMountedOnceAndUsedWhileMountedOnly() {
        ObjectStore store = store();
        assertThatThrownBy(store::mount).isInstanceOf(IllegalStateException.class);
        umount();
        assertThatThrownBy(store::umount).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.exists(PG, A)).isInstanceOf(IllegalStateException.class);
        ByteBuf data = text("x");
        assertThatThrownBy(() -> store.apply(new Transaction(PG).write(A, 0, data)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(data.refCnt()).as("taken, also on failure").isZero();
    }

    @Test
    void aPersistentStoreHasAgainWhatWasDurable() {
        assumeTrue(provider().isPersistent(), "for persistent stores only");
        byte[] content = random(3 * MIB);
        apply(new Transaction(OTHER).createCollection());
        apply(new Transaction(PG)
                .write(A, 5, bytes(content))
                .truncate(A, 4L * MIB)
                .zero(A, 100, 50)
                .setAttr(A, s("x"), s("y"))
                .omapSet(A, map("k", "1", "l", "2"))
                .omapSetHeader(A, s("head"))
                .clone(A, B));
        apply(new Transaction(PG).write(B, 0, text("changed")).omapRm(B, List.of(s("k"))));
        byte[] a = read(A, 0, 5L * MIB);
        byte[] b = read(B, 0, 5L * MIB);
        List<Extent> extents = store().extents(PG, A, 0, Long.MAX_VALUE);
        StoreStats stats = store().stats();
        umount();
        mount();
        assertThat(store().listCollections()).containsExactly(PG, OTHER);
        assertThat(read(A, 0, 5L * MIB)).isEqualTo(a);
        assertThat(read(B, 0, 5L * MIB)).isEqualTo(b);
        assertThat(store().extents(PG, A, 0, Long.MAX_VALUE)).isEqualTo(extents);
        assertThat(store().getAttrs(PG, B)).isEqualTo(map("x", "y"));
        assertThat(keys(A, "", true)).containsExactly("k", "l");
        assertThat(keys(B, "", true)).containsExactly("l");
        assertThat(store().omapHeader(PG, B)).isEqualTo(s("head"));
        assertThat(store().stats().used()).isEqualTo(stats.used());
    }

    @Test
    void anotherStoreForgetsOnUmount() {
        assumeFalse(provider().isPersistent(), "for stores that forget on umount only");
        apply(new Transaction(PG).touch(A));
        umount();
        mount();
        assertThat(store().listCollections()).isEmpty();
        assertThat(store().stats().used()).isZero();
    }

    @Test
    void umountWaitsForWhatIsNotDurableYet() {
        CompletionStage<@Nullable Void> last = store().apply(new Transaction(PG).write(A, 0, text("last")));
        umount();
        assertThat(last.toCompletableFuture()).isCompleted();
        if (provider().isPersistent()) {
            mount();
            assertThat(readText(A)).isEqualTo("last");
        }
    }

    @Test
    void mkfsLeavesAStoreOfItsOwnAlone() {
        assumeTrue(provider().isPersistent(), "for persistent stores only");
        apply(new Transaction(PG).write(A, 0, text("kept")));
        umount();
        await(open(FSID, CAPACITY, directory).mkfs());
        mount();
        assertThat(readText(A)).isEqualTo("kept");
    }

    @Test
    void anotherOsdsStoreAndNoStoreAreRefusedAndLeftAlone() {
        assumeTrue(provider().isPersistent(), "for persistent stores only");
        apply(new Transaction(PG).write(A, 0, text("kept")));
        umount();
        UUID other = UUID.fromString("00000000-0000-0000-0000-000000000002");
        assertFails(open(other, CAPACITY, directory).mount(), StoreException.Reason.NOT_OURS);
        assertFails(open(other, CAPACITY, directory).mkfs(), StoreException.Reason.NOT_OURS);
        assertFails(open(FSID, CAPACITY, directory.resolve("nothing")).mount(), StoreException.Reason.NOT_OURS);
        mount();
        assertThat(readText(A)).isEqualTo("kept");
    }

    // ---- transactions

    @Test
    void readsSeeWhatWasAppliedDurableOrNot() {
        for (int i = 0; i < 20; i++) {
            store().apply(new Transaction(PG).write(A, 0, text("version " + i)).omapSet(A, map("v", "" + i)));
            assertThat(readText(A)).startsWith("version " + i);
            assertThat(store().omapGet(PG, A, List.of(s("v")))).isEqualTo(map("v", "" + i));
        }
    }

    @Test
    void stagesOfACollectionCompleteInTheOrderOfTheirTransactions() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<@Nullable Void>> stages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int n = i;
            stages.add(store().apply(new Transaction(PG).write(A, n, text("x")))
                    .whenComplete((done, cause) -> order.add(n))
                    .toCompletableFuture());
        }
        stages.forEach(StoreFixture::await);
        assertThat(order).hasSize(200).isSorted();
    }

    @Test
    void aTransactionAppliesInItsOrder() {
        apply(new Transaction(PG)
                .write(A, 0, text("one"))
                .clone(A, B)
                .write(A, 0, text("two"))
                .remove(A)
                .touch(A)
                .omapSet(B, map("k", "1"))
                .omapClear(B)
                .omapSet(B, map("l", "2")));
        assertThat(store().size(PG, A)).isZero();
        assertThat(readText(B)).isEqualTo("one");
        assertThat(keys(B, "", true)).containsExactly("l");
    }

    @Test
    void anIllegalTransactionChangesNothingAndReleasesItsData() {
        apply(new Transaction(PG).write(B, 0, text("before")).setAttr(B, s("x"), s("1")));
        ByteBuf data = text("x");
        assertThatThrownBy(() -> store().apply(new Transaction(OTHER).write(A, 0, data)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1.1_head");
        assertThatThrownBy(() -> store().apply(new Transaction(PG)
                        .write(B, 0, text("after!"))
                        .rmAttr(B, s("x"))
                        .write(A, 0, text("x"))
                        .remove(A)
                        .clone(A, B)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store().apply(new Transaction(PG).touch(A).createCollection()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(data.refCnt()).isZero();
        assertThat(store().exists(PG, A)).isFalse();
        assertThat(readText(B)).isEqualTo("before");
        assertThat(store().getAttrs(PG, B)).isEqualTo(map("x", "1"));
        assertThat(store().listCollections()).containsExactly(PG);
    }

    @Test
    void anIllegalTransactionIsNotThereAfterAMountEither() {
        assumeTrue(provider().isPersistent(), "for persistent stores only");
        assertThatThrownBy(() -> store().apply(new Transaction(PG).touch(A).clone(B, A)))
                .isInstanceOf(IllegalStateException.class);
        apply(new Transaction(PG).write(B, 0, text("b")));
        umount();
        mount();
        assertThat(store().exists(PG, A)).isFalse();
        assertThat(readText(B)).isEqualTo("b");
    }

    @Test
    void aTransactionThatWouldNotFitChangesNothing() {
        ObjectStore small = open(FSID, 100_000, directory.resolve("small"));
        await(small.mkfs());
        await(small.mount());
        await(small.apply(new Transaction(PG).createCollection()));
        ByteBuf data = bytes(random(200_000));
        assertFails(small.apply(new Transaction(PG).touch(A).write(B, 0, data)), StoreException.Reason.NO_SPACE);
        assertThat(data.refCnt()).isZero();
        assertThat(small.exists(PG, A)).isFalse();
        await(small.apply(new Transaction(PG).write(A, 0, bytes(random(90_000)))));
        assertFails(
                small.apply(new Transaction(PG).write(B, 0, bytes(random(90_000)))), StoreException.Reason.NO_SPACE);
        assertFails(
                small.apply(new Transaction(PG).clone(A, B).write(B, 0, bytes(random(50_000)))),
                StoreException.Reason.NO_SPACE);
        await(small.apply(new Transaction(PG).remove(A)));
        await(small.apply(new Transaction(PG).write(B, 0, bytes(random(90_000)))));
        await(small.umount());
    }

    @Test
    void statsFollowWhatIsStored() {
        StoreStats empty = store().stats();
        assertThat(empty.total()).isEqualTo(CAPACITY);
        apply(new Transaction(PG).write(A, 0, bytes(random(MIB))).omapSet(A, map("k", "v")));
        StoreStats full = store().stats();
        assertThat(full.dataStored()).isBetween(empty.dataStored() + MIB, empty.dataStored() + 2 * MIB);
        assertThat(full.omapAllocated()).isGreaterThanOrEqualTo(empty.omapAllocated() + 2);
        assertThat(full.used()).isGreaterThanOrEqualTo(empty.used() + MIB);
        assertThat(full.available()).isNotNegative();
        apply(new Transaction(PG).truncate(A, 10).omapClear(A));
        assertThat(store().stats().dataStored()).isLessThan(full.dataStored());
        apply(new Transaction(PG).remove(A));
        assertThat(store().stats().dataStored()).isEqualTo(empty.dataStored());
        assertThat(store().stats().omapAllocated()).isEqualTo(empty.omapAllocated());
    }

    @Test
    void collectionsAreUsedFromDifferentThreadsAtOnce() throws Exception {
        int collections = 4;
        int rounds = 100;
        ExecutorService threads = Executors.newFixedThreadPool(collections);
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int n = 0; n < collections; n++) {
            CollectionId mine = new CollectionId(2, n, -1);
            running.add(CompletableFuture.runAsync(
                    () -> {
                        await(store().apply(new Transaction(mine).createCollection()));
                        List<CompletionStage<@Nullable Void>> stages = new ArrayList<>();
                        for (int i = 0; i < rounds; i++) {
                            String text = mine + " round " + i;
                            stages.add(store().apply(new Transaction(mine)
                                    .write(A, 0, text(text))
                                    .clone(A, B)
                                    .omapSet(A, map("key " + i, text))));
                            ByteBuf found = store().read(mine, B, 0, 100);
                            assertThat(found.toString(StandardCharsets.UTF_8)).isEqualTo(text);
                            found.release();
                        }
                        stages.forEach(StoreFixture::await);
                    },
                    threads));
        }
        CompletableFuture<Void> watching = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                assertThat(store().stats().available()).isBetween(0L, CAPACITY);
            }
        });
        for (CompletableFuture<Void> one : running) {
            one.get(1, TimeUnit.MINUTES);
        }
        done.set(true);
        watching.get(1, TimeUnit.MINUTES);
        threads.shutdown();
        assertThat(store().listCollections()).hasSize(1 + collections);
        for (int n = 0; n < collections; n++) {
            List<ByteString> keys = new ArrayList<>();
            store().omapScan(new CollectionId(2, n, -1), A, ByteString.EMPTY, true, (key, value) -> keys.add(key));
            assertThat(keys).hasSize(rounds);
        }
    }

    // ---- bytes

    @Test
    void aWriteCreatesTheObjectAndAGapReadsAsZeros() {
        apply(new Transaction(PG).write(A, 3, text("abc")));
        assertThat(read(A, 0, 100)).containsExactly(0, 0, 0, 'a', 'b', 'c');
        assertThat(store().size(PG, A)).isEqualTo(6);
        apply(new Transaction(PG).write(B, 100, allocator.get().buffer()));
        assertThat(store().size(PG, B))
                .as("an empty write only creates the object")
                .isZero();
    }

    @Test
    void anOverwriteLeavesWhatIsBeforeAndBehindIt() {
        byte[] content = random(MIB);
        apply(new Transaction(PG).write(A, 0, bytes(content)));
        apply(new Transaction(PG).write(A, 1000, text("middle")).zero(A, 500_000, 7));
        System.arraycopy("middle".getBytes(StandardCharsets.UTF_8), 0, content, 1000, 6);
        Arrays.fill(content, 500_000, 500_007, (byte) 0);
        assertThat(read(A, 0, MIB)).isEqualTo(content);
        apply(new Transaction(PG).write(A, 998, text("over")).write(A, MIB - 1, text("end")));
        System.arraycopy("over".getBytes(StandardCharsets.UTF_8), 0, content, 998, 4);
        byte[] grown = Arrays.copyOf(content, MIB + 2);
        System.arraycopy("end".getBytes(StandardCharsets.UTF_8), 0, grown, MIB - 1, 3);
        assertThat(read(A, 0, 2L * MIB)).isEqualTo(grown);
    }

    @Test
    void readsAreShortAtTheEndAndEmptyBehindIt() {
        apply(new Transaction(PG).write(A, 0, text("hello")));
        assertThat(read(A, 3, 10)).containsExactly('l', 'o');
        assertThat(read(A, 5, 10)).isEmpty();
        assertThat(read(A, 2, 0)).isEmpty();
        assertThat(read(A, 1L << 40, Long.MAX_VALUE)).isEmpty();
        assertThat(read(B, 0, 10)).isEmpty();
        assertThat(store().size(PG, B)).isEqualTo(-1);
        assertThatThrownBy(() -> store().read(PG, A, -1, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAReaderHoldsDoesNotChangeWithLaterWrites() {
        apply(new Transaction(PG).write(A, 0, text("before")));
        ByteBuf held = store().read(PG, A, 0, 6);
        apply(new Transaction(PG).write(A, 0, text("after!")).truncate(A, 2));
        assertThat(held.toString(StandardCharsets.UTF_8)).isEqualTo("before");
        apply(new Transaction(PG).remove(A));
        assertThat(held.toString(StandardCharsets.UTF_8)).isEqualTo("before");
        held.release();
    }

    @Test
    void aWritesBufferMayBeASliceOfSomethingLarger() {
        ByteBuf received = bytes(random(MIB));
        byte[] middle = ByteBufUtil.getBytes(received, 1000, 9000);
        apply(new Transaction(PG).write(A, 0, received.retainedSlice(1000, 9000)));
        received.setZero(0, 1000);
        received.release();
        assertThat(read(A, 0, 9000)).isEqualTo(middle);
    }

    @Test
    void zeroNeverGrowsAnObjectNorMakesOne() {
        apply(new Transaction(PG).write(A, 0, text("hello")).zero(A, 3, 100).zero(B, 0, 10));
        assertThat(read(A, 0, 100)).containsExactly('h', 'e', 'l', 0, 0);
        assertThat(store().exists(PG, B)).isFalse();
    }

    @Test
    void growingAfterACutShowsZerosNotTheOldBytes() {
        apply(new Transaction(PG).write(A, 0, text("secret")).truncate(A, 2).truncate(A, 6));
        assertThat(read(A, 0, 10)).containsExactly('s', 'e', 0, 0, 0, 0);
        apply(new Transaction(PG).truncate(A, 2).write(A, 5, text("x")));
        assertThat(read(A, 0, 10)).containsExactly('s', 'e', 0, 0, 0, 'x');
        apply(new Transaction(PG).truncate(B, 3));
        assertThat(read(B, 0, 10)).as("truncate creates the object").containsExactly(0, 0, 0);
    }

    @Test
    void aCloneIsTheSameUntilEitherChanges() {
        byte[] content = random(MIB / 4);
        apply(new Transaction(PG).write(B, 0, text("old")).setAttr(B, s("old"), s("old")));
        apply(new Transaction(PG)
                .write(A, 0, bytes(content))
                .setAttr(A, s("k"), s("v"))
                .omapSet(A, map("o", "1"))
                .omapSetHeader(A, s("h"))
                .clone(A, B));
        apply(new Transaction(PG).write(A, 7, text("changed")).omapClear(A).rmAttr(A, s("k")));
        assertThat(read(B, 0, MIB)).isEqualTo(content);
        assertThat(store().getAttrs(PG, B)).isEqualTo(map("k", "v"));
        assertThat(keys(B, "", true)).containsExactly("o");
        assertThat(store().omapHeader(PG, B)).isEqualTo(s("h"));
        assertThat(store().omapHeader(PG, A)).isEqualTo(ByteString.EMPTY);
        apply(new Transaction(PG).remove(A));
        assertThat(read(B, 0, MIB)).isEqualTo(content);
    }

    @Test
    void aCloneOntoItselfChangesNothing() {
        apply(new Transaction(PG).write(A, 0, text("same")).omapSet(A, map("k", "v")));
        long used = store().stats().used();
        apply(new Transaction(PG).clone(A, A));
        assertThat(readText(A)).isEqualTo("same");
        assertThat(keys(A, "", true)).containsExactly("k");
        assertThat(store().stats().used()).isEqualTo(used);
    }

    @Test
    void extentsCoverWhatWasWrittenAndLeaveOutOnlyZeros() {
        int far = 8 * MIB;
        apply(new Transaction(PG)
                .write(A, 0, bytes(random(MIB)))
                .write(A, MIB, bytes(random(MIB)))
                .write(A, far, text("tail"))
                .truncate(A, 2L * far));
        assertThat(store().extents(PG, A, 0, Long.MAX_VALUE))
                .containsExactly(new Extent(0, 2 * MIB), new Extent(far, 4));
        assertThat(store().extents(PG, A, 100, 10)).containsExactly(new Extent(100, 10));
        assertThat(store().extents(PG, A, 3L * MIB, 10)).isEmpty();
        assertThat(store().extents(PG, A, 3L * far, 10)).isEmpty();
        assertThat(store().extents(PG, B, 0, 10)).isEmpty();
    }

    @Test
    void aLargeObjectIsReadBackInAnyPieces() {
        byte[] content = random(16 * MIB);
        for (int at = 0; at < content.length; at += 4 * MIB) {
            apply(new Transaction(PG).write(A, at, bytes(Arrays.copyOfRange(content, at, at + 4 * MIB))));
        }
        assertThat(read(A, 0, 16L * MIB)).isEqualTo(content);
        assertThat(read(A, 4L * MIB - 3, 7)).isEqualTo(Arrays.copyOfRange(content, 4 * MIB - 3, 4 * MIB + 4));
    }

    @Test
    void aByteAtTheEndOfTheLargestObjectCostsNoMoreThanItIsWorth() {
        apply(new Transaction(PG).write(A, Transaction.MAX_OBJECT_BYTES - 1, text("x")));
        assertThat(store().size(PG, A)).isEqualTo(Transaction.MAX_OBJECT_BYTES);
        assertThat(read(A, Transaction.MAX_OBJECT_BYTES - 2, 100)).containsExactly(0, 'x');
        assertThat(store().stats().used()).isLessThan(MIB);
    }

    // ---- attributes and omap

    @Test
    void attributesAreSetOneByOneAndRemoved() {
        apply(new Transaction(PG).setAttrs(A, map("x", "1", "y", "2")).setAttr(A, s("x"), s("3")));
        assertThat(store().getAttrs(PG, A)).isEqualTo(map("x", "3", "y", "2"));
        apply(new Transaction(PG).rmAttr(A, s("x")).rmAttr(A, s("nope")).rmAttr(B, s("x")));
        assertThat(store().getAttrs(PG, A)).isEqualTo(map("y", "2"));
        assertThat(store().getAttr(PG, A, s("y"))).isEqualTo(s("2"));
        assertThat(store().getAttr(PG, A, s("x"))).isNull();
        assertThat(store().getAttr(PG, B, s("x"))).isNull();
        assertThat(store().getAttrs(PG, B)).isEmpty();
        assertThat(store().exists(PG, B)).isFalse();
    }

    @Test
    void omapKeysAreOrderedAsUnsignedBytes() {
        ByteString high = ByteString.wrap(new byte[] {(byte) 0x80, 'x'});
        ByteString zero = ByteString.wrap(new byte[] {'a', 0});
        SortedMap<ByteString, ByteString> entries = map("b", "2", "a", "1");
        entries.put(high, s("3"));
        entries.put(zero, s("4"));
        apply(new Transaction(PG).omapSet(A, entries));
        List<ByteString> found = new ArrayList<>();
        store().omapScan(PG, A, s(""), true, (key, value) -> found.add(key));
        assertThat(found).containsExactly(s("a"), zero, s("b"), high);
    }

    @Test
    void omapScansStartAtOrAfterAKeyAndStopWhenTold() {
        apply(new Transaction(PG).omapSet(A, map("a", "1", "b", "2", "c", "3")));
        assertThat(keys(A, "b", true)).containsExactly("b", "c");
        assertThat(keys(A, "b", false)).containsExactly("c");
        assertThat(keys(A, "bb", true)).containsExactly("c");
        assertThat(keys(B, "", true)).isEmpty();
        List<ByteString> first = new ArrayList<>();
        store().omapScan(PG, A, s(""), true, (key, value) -> {
            first.add(key);
            return false;
        });
        assertThat(first).containsExactly(s("a"));
        assertThat(store().omapGet(PG, A, List.of(s("c"), s("nope"), s("a")))).isEqualTo(map("a", "1", "c", "3"));
        assertThat(store().omapGet(PG, B, List.of(s("c")))).isEmpty();
    }

    @Test
    void omapRangesLeaveOutTheirEnd() {
        apply(new Transaction(PG)
                .omapSet(A, map("a", "1", "b", "2", "c", "3", "d", "4"))
                .omapRmRange(A, s("b"), s("d"))
                .omapRmRange(A, s("z"), s("a"))
                .omapRmRange(B, s("a"), s("z")));
        assertThat(keys(A, "", true)).containsExactly("a", "d");
        apply(new Transaction(PG).omapRm(A, List.of(s("a"), s("nope"))).omapRm(B, List.of(s("a"))));
        assertThat(keys(A, "", true)).containsExactly("d");
        assertThat(store().exists(PG, B)).isFalse();
    }

    @Test
    void omapClearTakesTheHeaderTooAndLeavesTheRest() {
        apply(new Transaction(PG)
                .write(A, 0, text("data"))
                .setAttr(A, s("x"), s("y"))
                .omapSet(A, map("k", "v"))
                .omapSetHeader(A, s("h"))
                .omapClear(A)
                .omapClear(B));
        assertThat(keys(A, "", true)).isEmpty();
        assertThat(store().omapHeader(PG, A)).isEqualTo(ByteString.EMPTY);
        assertThat(readText(A)).isEqualTo("data");
        assertThat(store().getAttrs(PG, A)).isEqualTo(map("x", "y"));
        assertThat(store().exists(PG, B)).isFalse();
    }

    @Test
    void namesKeysAndValuesNeedNotBeUtf8() {
        ByteString raw = ByteString.wrap(new byte[] {(byte) 0xff, 0, (byte) 0x80});
        HObject first = object(rawName(0x80), 0x30);
        HObject second = object(rawName(0xff), 0x30);
        TreeMap<ByteString, ByteString> entry = new TreeMap<>();
        entry.put(raw, raw);
        apply(new Transaction(PG)
                .write(second, 0, text("second"))
                .write(first, 0, text("first"))
                .setAttrs(first, entry)
                .omapSet(first, entry));
        if (provider().isPersistent()) {
            umount();
            mount();
        }
        assertThat(store().list(PG, HObject.MIN, HObject.MAX, 9).objects()).containsExactly(first, second);
        assertThat(readText(first)).isEqualTo("first");
        assertThat(readText(second)).isEqualTo("second");
        assertThat(store().getAttrs(PG, first)).isEqualTo(entry);
        assertThat(store().omapGet(PG, first, List.of(raw))).isEqualTo(entry);
    }

    private String rawName(int lastByte) {
        ByteBuf name = bytes(new byte[] {'n', (byte) lastByte});
        try {
            return RawString.decode(name, 0, 2);
        } finally {
            name.release();
        }
    }

    // ---- collections and listings

    @Test
    void collectionsGoOnlyWhenEmptyButForTheirOwnObject() {
        apply(new Transaction(PG).omapSet(PG.metaObject(), map("info", "1")).touch(A));
        assertThatThrownBy(() -> store().apply(new Transaction(PG).removeCollection()))
                .isInstanceOf(IllegalStateException.class);
        apply(new Transaction(PG).remove(A).removeCollection());
        assertThat(store().listCollections()).isEmpty();
        assertThat(store().collectionExists(PG)).isFalse();
        assertThatThrownBy(() -> store().apply(new Transaction(PG).touch(A))).isInstanceOf(IllegalStateException.class);
        apply(new Transaction(PG).createCollection().touch(A));
        assertThat(store().exists(PG, PG.metaObject())).isFalse();
        apply(new Transaction(CollectionId.META).createCollection());
        assertThat(store().listCollections()).containsExactly(CollectionId.META, PG);
    }

    @Test
    void aCollectionMayComeAndGoInOneTransaction() {
        apply(new Transaction(OTHER).createCollection().touch(A).remove(A).removeCollection());
        assertThat(store().collectionExists(OTHER)).isFalse();
        apply(new Transaction(PG)
                .touch(B)
                .remove(B)
                .removeCollection()
                .createCollection()
                .touch(A));
        assertThat(store().list(PG, HObject.MIN, HObject.MAX, 9).objects()).containsExactly(A);
    }

    @Test
    void objectsOfTheSameNameInTwoCollectionsAreTwo() {
        apply(new Transaction(OTHER).createCollection().write(A, 0, text("other")));
        apply(new Transaction(PG).write(A, 0, text("this")));
        assertThat(readText(A)).isEqualTo("this");
        apply(new Transaction(OTHER).remove(A).removeCollection());
        assertThat(readText(A)).isEqualTo("this");
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
        apply(all);
        ObjectListing first = store().list(PG, HObject.MIN, HObject.MAX, 2);
        assertThat(first).isEqualTo(new ObjectListing(List.of(z, y), x));
        assertThat(store().list(PG, first.next(), HObject.MAX, 2))
                .isEqualTo(new ObjectListing(List.of(x), HObject.MAX));
        assertThat(store().list(PG, HObject.MIN, x, 9)).isEqualTo(new ObjectListing(List.of(z, y), x));
        assertThat(store().list(PG, x, x, 9)).isEqualTo(new ObjectListing(List.of(), x));
        assertThat(store().list(OTHER, HObject.MIN, HObject.MAX, 9))
                .isEqualTo(new ObjectListing(List.of(), HObject.MAX));
        assertThatThrownBy(() -> store().list(PG, HObject.MIN, HObject.MAX, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCursorWalksOverAllObjectsAlthoughSomeComeAndGo() {
        Transaction all = new Transaction(PG);
        for (int i = 0; i < 100; i++) {
            all.touch(object("o" + i, i)).touch(new HObject("", "o" + i, 7 + i, i, false, "", 1));
        }
        apply(all);
        List<HObject> seen = new ArrayList<>();
        HObject at = HObject.MIN;
        while (at.compareTo(HObject.MAX) < 0) {
            ObjectListing some = store().list(PG, at, HObject.MAX, 7);
            seen.addAll(some.objects());
            at = some.next();
            if (!some.objects().isEmpty()) {
                apply(new Transaction(PG).remove(some.objects().get(0)));
            }
        }
        assertThat(seen).hasSize(200).doesNotHaveDuplicates().isSorted();
        assertThat(seen).filteredOn(object -> object.snap() == SnapId.HEAD).hasSize(100);
    }
}

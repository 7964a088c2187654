// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API's contract, on any cluster. The expected errors and versions are those of real Ceph. */
abstract class RadosApiContract {
    private static int made;

    private String oid = "";

    /** A client of a cluster with at least three OSDs, where pools may be deleted. */
    abstract RadosClient client();

    /** A pool for this class's objects. */
    abstract IoCtx pool();

    @BeforeEach
    void freshName() {
        oid = "object-" + made++;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private String content() {
        return new String(pool().read(oid), UTF_8);
    }

    static void assertRefused(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RadosException.Refused.class,
                        e -> assertThat(e.is(errno)).as("%s", e).isTrue());
    }

    // ---- content

    @Test
    void writesAppendsAndReadsBack() {
        pool().writeFull(oid, bytes("hello"));
        pool().append(oid, bytes(", world"));
        pool().write(oid, 0, bytes("J"));
        assertThat(content()).isEqualTo("Jello, world");
        assertThat(pool().read(oid, 7, 3)).isEqualTo(bytes("wor"));
        assertThat(pool().read(oid, 100, 3)).isEmpty();
        assertThat(pool().read(oid, 10, 100)).isEqualTo(bytes("ld"));
    }

    @Test
    void gapsReadAsZeros() {
        pool().write(oid, 3, bytes("x"));
        assertThat(pool().read(oid)).isEqualTo(new byte[] {0, 0, 0, 'x'});
    }

    @Test
    void truncatesAndZeros() {
        pool().writeFull(oid, bytes("0123456789"));
        pool().truncate(oid, 6);
        pool().zero(oid, 1, 2);
        assertThat(pool().read(oid)).isEqualTo(new byte[] {'0', 0, 0, '3', '4', '5'});
        pool().truncate(oid, 8);
        assertThat(pool().stat(oid).size()).isEqualTo(8);
    }

    @Test
    void statTellsSizeAndTheWritersTime() {
        Instant before = Instant.now().minusSeconds(1);
        pool().writeFull(oid, new byte[1234]);
        assertThat(pool().stat(oid).size()).isEqualTo(1234);
        assertThat(pool().stat(oid).mtime()).isBetween(before, Instant.now().plusSeconds(1));
    }

    @Test
    void exclusiveCreationFailsOnceTheObjectExists() {
        pool().create(oid, true);
        assertThat(pool().read(oid)).isEmpty();
        pool().create(oid, false);
        assertRefused(Errno.EEXIST, () -> pool().create(oid, true));
    }

    @Test
    void missingObjectsAreRefusedWithEnoent() {
        assertRefused(Errno.ENOENT, () -> pool().read(oid));
        assertRefused(Errno.ENOENT, () -> pool().stat(oid));
        assertRefused(Errno.ENOENT, () -> pool().remove(oid));
        assertRefused(Errno.ENOENT, () -> pool().getXattr(oid, "a"));
        pool().truncate(oid, 5);
        assertRefused(Errno.ENOENT, () -> pool().stat(oid));
    }

    @Test
    void removedObjectsAreGone() {
        pool().writeFull(oid, bytes("x"));
        pool().remove(oid);
        assertRefused(Errno.ENOENT, () -> pool().stat(oid));
    }

    @Test
    void everySizeComesBackUnchanged() {
        for (int size : new int[] {0, 1, 4095, 4096, 65_537, 1 << 20, (4 << 20) + 1, 32 << 20}) {
            byte[] data = random(size);
            pool().writeFull(oid, data);
            assertThat(Arrays.equals(pool().read(oid), data))
                    .as("%d bytes", size)
                    .isTrue();
        }
    }

    @Test
    void readsIntoTheCallersBufferAndWritesFromItsRemainingBytes() {
        ByteBuffer source = ByteBuffer.allocateDirect(10);
        source.put(bytes("..abcdef..")).position(2).limit(8);
        pool().writeFull(oid, source);
        assertThat(source.position()).isEqualTo(2);
        ByteBuffer target = ByteBuffer.allocateDirect(16);
        target.position(4);
        assertThat(pool().readInto(oid, 1, target)).isEqualTo(5);
        assertThat(target.position()).isEqualTo(9);
        byte[] got = new byte[5];
        target.get(4, got);
        assertThat(got).isEqualTo(bytes("bcdef"));
    }

    @Test
    void objectsCannotBeTooLargeOrTheirNamesTooLong() {
        assertRefused(Errno.EFBIG, () -> pool().write(oid, 200L << 20, bytes("x")));
        assertRefused(Errno.ENAMETOOLONG, () -> pool().writeFull("n".repeat(3000), bytes("x")));
    }

    @Test
    void versionsGrowWithEachWrite() {
        long first = pool().writeFull(oid, bytes("a"));
        long second = pool().append(oid, bytes("b"));
        assertThat(second).isGreaterThan(first);
        assertThat(pool().operate(oid, new ReadOp().assertExists())).isEqualTo(second);
    }

    // ---- attributes

    @Test
    void attributesAreSetReadListedAndRemoved() {
        pool().setXattr(oid, "one", bytes("1"));
        pool().setXattr(oid, "two", random(1000));
        assertThat(pool().getXattr(oid, "one")).isEqualTo(bytes("1"));
        assertThat(pool().getXattrs(oid)).containsOnlyKeys("one", "two");
        pool().removeXattr(oid, "one");
        assertRefused(Errno.ENODATA, () -> pool().getXattr(oid, "one"));
        pool().removeXattr(oid, "one");
        assertThat(pool().getXattrs(oid).get("two")).isEqualTo(random(1000));
    }

    @Test
    void aCompoundReadWithOneRefusedStepSaysWhyThoughTheOthersHadSucceeded() {
        assertRefused(Errno.ENOENT, () -> statAndAttribute(oid));
        pool().writeFull(oid, bytes("x"));
        assertRefused(Errno.ENODATA, () -> statAndAttribute(oid));
    }

    private void statAndAttribute(String object) {
        ReadOp read = new ReadOp();
        read.stat();
        read.getXattr("missing");
        pool().operate(object, read);
    }

    @Test
    void attributesAreCompared() {
        pool().setXattr(oid, "a", bytes("m"));
        assertThat(pool().compareXattr(oid, "a", Compare.EQ, bytes("m"))).isTrue();
        assertThat(pool().compareXattr(oid, "a", Compare.EQ, bytes("n"))).isFalse();
        assertThat(pool().compareXattr(oid, "a", Compare.GT, bytes("n"))).isTrue();
        assertThat(pool().compareXattr(oid, "a", Compare.LT, bytes("n"))).isFalse();
        pool().setXattr(oid, "n", bytes("41"));
        pool().operate(oid, new ReadOp().compareXattr("n", Compare.GT, 40 + 2));
        assertRefused(Errno.ECANCELED, () -> pool().operate(oid, new ReadOp().compareXattr("n", Compare.EQ, 42)));
    }

    // ---- omap

    @Test
    void omapEntriesAreSetReadPagedAndRemoved() {
        Map<String, byte[]> entries = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            entries.put("key" + (char) ('a' + i), random(i));
        }
        entries.put("other", bytes("o"));
        pool().omapSet(oid, entries);
        OmapPage page = pool().omapGet(oid, "", "key", 10);
        assertThat(page.entries()).hasSize(10);
        assertThat(page.more()).isTrue();
        assertThat(page.entries().get("keyc")).isEqualTo(random(2));
        OmapPage rest = pool().omapGet(oid, "keyj", "key", 100);
        assertThat(rest.entries()).hasSize(15).doesNotContainKey("other");
        assertThat(pool().omapGetKeys(oid, "", 100).keys()).containsExactlyElementsOf(entries.keySet());
        assertThat(pool().omapGetByKeys(oid, List.of("other", "none"))).containsOnlyKeys("other");
        pool().omapRemove(oid, List.of("keya", "none"));
        pool().operate(oid, new WriteOp().omapRemoveRange("keyb", "keye"));
        assertThat(pool().omapGetKeys(oid, "", 3).keys()).containsExactly("keye", "keyf", "keyg");
    }

    @Test
    void theOmapHeaderIsApartFromItsEntries() {
        assertThat(pool().create(oid, true)).isPositive();
        assertThat(pool().omapGetHeader(oid)).isEmpty();
        pool().omapSetHeader(oid, bytes("H"));
        pool().omapSet(oid, Map.of("k", bytes("v")));
        assertThat(pool().omapGetHeader(oid)).isEqualTo(bytes("H"));
        pool().omapClear(oid);
        assertThat(pool().omapGetKeys(oid, "", 10).keys()).isEmpty();
    }

    // ---- compound

    @Test
    void stepsOfAWriteHappenTogether() {
        pool().operate(
                        oid,
                        new WriteOp()
                                .create(true)
                                .writeFull(ByteBuffer.wrap(bytes("body")))
                                .setXattr("a", bytes("1"))
                                .omapSet(Map.of("k", bytes("v"))));
        ReadOp read = new ReadOp();
        Value<byte[]> body = read.read(0, 0);
        Value<byte[]> attribute = read.getXattr("a");
        Value<OmapPage> omap = read.omapGet("", "", 10);
        Value<ObjectStat> stat = read.stat();
        pool().operate(oid, read);
        assertThat(body.get()).isEqualTo(bytes("body"));
        assertThat(attribute.get()).isEqualTo(bytes("1"));
        assertThat(omap.get().entries()).containsOnlyKeys("k");
        assertThat(stat.get().size()).isEqualTo(4);
    }

    @Test
    void aFailingStepUndoesTheOthers() {
        pool().writeFull(oid, bytes("before"));
        assertRefused(
                Errno.EEXIST,
                () -> pool().operate(
                                oid,
                                new WriteOp()
                                        .writeFull(ByteBuffer.wrap(bytes("after")))
                                        .create(true)));
        assertThat(content()).isEqualTo("before");
        assertRefused(
                Errno.ECANCELED,
                () -> pool().operate(
                                oid,
                                new WriteOp()
                                        .compareXattr("a", Compare.EQ, bytes("1"))
                                        .remove()));
        assertThat(content()).isEqualTo("before");
    }

    @Test
    void versionsAndExistenceAreAsserted() {
        assertRefused(
                Errno.ENOENT,
                () -> pool().operate(oid, new WriteOp().assertExists().create(false)));
        long version = pool().writeFull(oid, bytes("a"));
        assertRefused(
                Errno.ERANGE,
                () -> pool().operate(
                                oid, new WriteOp().assertVersion(version - 1).remove()));
        assertRefused(
                Errno.EOVERFLOW,
                () -> pool().operate(
                                oid, new WriteOp().assertVersion(version + 1).remove()));
        pool().operate(oid, new WriteOp().assertVersion(version).remove());
    }

    @Test
    void aStepThatMayFailLeavesTheOthers() {
        pool().writeFull(oid, bytes("x"));
        ReadOp read = new ReadOp();
        Value<byte[]> missing = read.getXattr("none");
        read.failOk();
        Value<byte[]> body = read.read(0, 0);
        pool().operate(oid, read);
        assertThat(missing.result()).isEqualTo(Errno.ENODATA.result());
        assertRefused(Errno.ENODATA, missing::get);
        assertThat(body.get()).isEqualTo(bytes("x"));
    }

    @Test
    void extentsAndOmapValuesAreCompared() {
        pool().writeFull(oid, bytes("abcdef"));
        pool().omapSet(oid, Map.of("k", bytes("5")));
        pool().operate(
                        oid,
                        new WriteOp()
                                .compareExtent(2, ByteBuffer.wrap(bytes("cd")))
                                .append(ByteBuffer.wrap(bytes("g"))));
        assertThatThrownBy(() -> pool().operate(
                                oid,
                                new WriteOp()
                                        .compareExtent(2, ByteBuffer.wrap(bytes("cX")))
                                        .remove()))
                .isInstanceOfSatisfying(
                        RadosException.Refused.class, e -> assertThat(e.errno()).isEqualTo(Errno.MAX_ERRNO + 1));
        pool().operate(
                        oid,
                        new WriteOp().compareOmap("k", Compare.EQ, bytes("5")).append(ByteBuffer.wrap(bytes("h"))));
        assertRefused(
                Errno.ECANCELED,
                () -> pool().operate(
                                oid,
                                new WriteOp()
                                        .compareOmap("k", Compare.EQ, bytes("6"))
                                        .remove()));
        assertThat(content()).isEqualTo("abcdefgh");
    }

    @Test
    void anUnknownClassMethodIsNotSupported() {
        pool().writeFull(oid, bytes("x"));
        assertRefused(Errno.EOPNOTSUPP, () -> pool().exec(oid, "no_such_class", "m", ByteBuffer.allocate(0)));
    }

    // ---- placement and listing

    @Test
    void namespacesAreApart() {
        IoCtx one = pool().withNamespace("one-" + oid);
        one.writeFull(oid, bytes("1"));
        assertRefused(Errno.ENOENT, () -> pool().stat(oid));
        assertThat(one.stream().map(ObjectEntry::oid)).containsExactly(oid);
    }

    @Test
    void listingsShowEveryObjectOnceWhateverThePageSize() {
        IoCtx listed = pool().withNamespace("list-" + oid);
        TreeSet<String> names = new TreeSet<>();
        List<CompletableFuture<Long>> writes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add("o" + i);
            writes.add(listed.async().create("o" + i, true).toCompletableFuture());
        }
        writes.forEach(CompletableFuture::join);
        for (int size : new int[] {1, 7, 1024}) {
            List<String> seen = new ArrayList<>();
            for (ObjectCursor at = ObjectCursor.BEGIN; !at.isEnd(); ) {
                ObjectPage page = listed.list(at, size);
                page.entries().forEach(e -> seen.add(e.oid()));
                assertThat(page.next()).isGreaterThan(at);
                at = page.next();
            }
            assertThat(seen).as("pages of %d", size).hasSize(300);
            assertThat(new TreeSet<>(seen)).isEqualTo(names);
        }
    }

    @Test
    void allNamespacesAreListedTogether() {
        pool().withNamespace("ns1").writeFull("all-" + oid, bytes("x"));
        pool().withNamespace("ns2").writeFull("all-" + oid, bytes("x"));
        List<String> found = new ArrayList<>();
        for (ObjectEntry e : pool().listAllNamespaces()) {
            if (e.oid().equals("all-" + oid)) {
                found.add(e.namespace());
            }
        }
        assertThat(found).containsExactlyInAnyOrder("ns1", "ns2");
    }

    @Test
    void objectsOfOneLocatorKeyLiveTogether() {
        IoCtx keyed = pool().withLocatorKey("together");
        keyed.writeFull(oid, bytes("x"));
        assertThat(keyed.read(oid)).isEqualTo(bytes("x"));
        assertThat(keyed.locate(oid).pg()).isEqualTo(keyed.locate("another").pg());
        assertThat(pool().stream().filter(e -> e.oid().equals(oid)).map(ObjectEntry::locatorKey))
                .containsExactly("together");
    }

    @Test
    void objectNamesMayBeAnyText() {
        for (String name : List.of("a b", "ümläut", "\u65e5\u672c", "x/y:z", "\ud83d\ude00")) {
            pool().writeFull(name, bytes(name));
            assertThat(new String(pool().read(name), UTF_8)).isEqualTo(name);
        }
        assertThat(pool().stream().map(ObjectEntry::oid).collect(Collectors.toSet()))
                .contains("a b", "ümläut", "\u65e5\u672c", "x/y:z", "\ud83d\ude00");
    }

    // ---- cluster

    @Test
    void poolsAreMadeListedAndDeleted() {
        String name = "pool-" + oid;
        client().createPool(name);
        assertThat(client().pools()).extracting(PoolInfo::name).contains(name);
        IoCtx io = client().ioCtx(name);
        io.writeFull("x", bytes("x"));
        assertRefused(Errno.EEXIST, () -> client().createPool(name));
        client().deletePool(name);
        assertThat(client().pools()).extracting(PoolInfo::name).doesNotContain(name);
        assertRefused(Errno.ENOENT, () -> client().ioCtx(name));
        assertRefused(Errno.ENOENT, () -> io.read("x"));
    }

    @Test
    void commandsAnswerWithResultTextAndData() {
        assertThat(client().monCommand("{\"prefix\":\"osd dump\",\"format\":\"json\"}")
                        .orThrow()
                        .text())
                .contains(client().fsid().toString());
        assertThat(client().monCommand("{\"prefix\":\"no such thing\"}").result())
                .isEqualTo(Errno.EINVAL.result());
    }

    @Test
    void statisticsAnswer() {
        assertThat(client().stats().kb()).isNotNegative();
        assertThat(client().poolStats(List.of())).isNotNull();
    }

    // ---- running

    @Test
    void manyOperationsAtOnceAllComplete() {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String name = "many-" + i % 50;
            byte[] data = random(i);
            all.add(pool().async()
                    .writeFull(name, ByteBuffer.wrap(data))
                    .thenCompose(v -> pool().async().stat(name))
                    .toCompletableFuture());
        }
        all.forEach(CompletableFuture::join);
        assertThat(client().gauges().inflightOps()).isZero();
        assertThat(client().gauges().inflightBytes()).isZero();
    }

    @Test
    void writesToOneObjectHappenInTheOrderSubmitted() {
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            appends.add(
                    pool().async().append(oid, ByteBuffer.wrap(bytes(i + ","))).toCompletableFuture());
            expected.append(i).append(',');
        }
        appends.forEach(CompletableFuture::join);
        assertThat(content()).isEqualTo(expected.toString());
    }

    @Test
    void aDeadlineEndsAnOperation() {
        // OSDs do not answer while the cluster is paused.
        client().monCommand("{\"prefix\":\"osd set\",\"key\":\"pause\"}").orThrow();
        try {
            client().waitForLatestMap();
            assertThatThrownBy(() -> pool().withTimeout(Duration.ofMillis(1)).read(oid))
                    .isInstanceOfSatisfying(
                            RadosException.class,
                            e -> assertThat(e.is(Errno.ETIMEDOUT)).isTrue());
        } finally {
            client().monCommand("{\"prefix\":\"osd unset\",\"key\":\"pause\"}").orThrow();
        }
    }
}

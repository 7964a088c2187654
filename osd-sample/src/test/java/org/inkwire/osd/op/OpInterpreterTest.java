// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.inkwire.cluster.map.PgSlices;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.ChecksumReply;
import org.inkwire.cluster.osd.op.Comparison;
import org.inkwire.cluster.osd.op.ListSnapsReply;
import org.inkwire.cluster.osd.op.ListWatchersReply;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.cluster.osd.op.OmapAssertion;
import org.inkwire.cluster.osd.op.OmapKeys;
import org.inkwire.cluster.osd.op.OmapVals;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.cluster.osd.op.OpFlag;
import org.inkwire.cluster.osd.op.PgnlsReply;
import org.inkwire.cluster.osd.op.SparseReadReply;
import org.inkwire.cluster.osd.op.StatReply;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.inkwire.store.ValueEncoder;
import org.inkwire.store.mem.MemStore;
import org.inkwire.testkit.memory.CountingAllocator;
import org.inkwire.wire.UTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protocol: osd sections 1 to 4, each fact as measured on a live 16.2.15 OSD through librados. */
class OpInterpreterTest {
    private static final CollectionId PG = new CollectionId(1, 0, -1);
    private static final UTime MTIME = new UTime(1_700_000_000, 5);
    private static final int MAX = 128 << 20;

    private final CountingAllocator allocator = new CountingAllocator();
    private final MemStore store = new MemStore(allocator.get(), 1L << 30);
    private final OpInterpreter interpreter =
            new OpInterpreter(store, OpLimits.DEFAULT, ClassHandler.NONE, WatchHandler.NONE);
    private HObject object = named("obj");
    private final ValueEncoder values = new ValueEncoder();
    private long version;
    private OpResult last = OpResult.refused(0);

    private static HObject named(String name) {
        return new HObject("", name, SnapId.HEAD, 8, false, "", 1);
    }

    @BeforeEach
    void createPg() {
        store.mount();
        store.apply(new Transaction(PG).createCollection());
    }

    @AfterEach
    void umountReleasesEveryBuffer() {
        store.umount();
        assertThat(allocator.usedBytes()).isZero();
    }

    private int run(long snap, long flags, OSDOp... ops) {
        boolean mayWrite = interpreter.mayWrite(List.of(ops));
        int refusal = interpreter.refusal(object, List.of(ops), snap, mayWrite);
        if (refusal < 0) {
            last = OpResult.refused(refusal);
            return refusal;
        }
        last = interpreter.execute(new OpRequest(
                PG,
                object,
                ObjectInfo.read(store, PG, object),
                List.of(ops),
                snap,
                flags,
                OsdReqId.NONE,
                MTIME,
                new EVersion(version + 1, 3),
                mayWrite,
                values));
        if (last.logged()) {
            version++;
        }
        Transaction transaction = last.transaction();
        if (transaction != null) {
            store.apply(transaction);
        }
        return last.result();
    }

    private int run(OSDOp... ops) {
        return run(SnapId.HEAD, 0, ops);
    }

    private ByteBuf buf(String text) {
        return allocator.get().buffer(Math.max(1, text.length())).writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs and releases. */
    private int result(OSDOp... ops) {
        int result = run(ops);
        for (OSDOp op : ops) {
            op.release();
        }
        return result;
    }

    private String content() {
        OSDOp read = OSDOps.read(0, 0);
        assertThat(run(read)).isZero();
        String text = read.output().toString(StandardCharsets.ISO_8859_1);
        read.release();
        return text;
    }

    private boolean exists() {
        return store.exists(PG, object);
    }

    private void put(String text) {
        assertThat(result(OSDOps.writeFull(buf(text)))).isZero();
    }

    private long size() {
        return store.size(PG, object);
    }

    private void onMissing(int expected, boolean existsAfter, Supplier<OSDOp[]> ops) {
        object = named("missing" + version + ops.hashCode());
        assertThat(result(ops.get())).isEqualTo(expected);
        assertThat(exists()).isEqualTo(existsAfter);
    }

    private static OSDOp[] ops(OSDOp... ops) {
        return ops;
    }

    @Test
    void zeroTruncateAndNoOpsAtAllLeaveAMissingObjectMissing() {
        onMissing(0, false, () -> ops(OSDOps.zero(0, 50)));
        onMissing(0, false, () -> ops(OSDOps.truncate(4)));
        onMissing(0, false, () -> ops());
        onMissing(0, false, () -> ops(OSDOps.writeSame(0, 0, buf("ab"))));
    }

    @Test
    void opsThatNeedAnObjectAnswerEnoentOnAMissingOne() {
        int enoent = Errno.ENOENT.result();
        onMissing(enoent, false, () -> ops(OSDOps.delete()));
        onMissing(enoent, false, () -> ops(OSDOps.rmXattr("a")));
        onMissing(enoent, false, () -> ops(OSDOps.omapRmKeys(List.of("a"))));
        onMissing(enoent, false, () -> ops(OSDOps.omapRmKeyRange("a", "b")));
        onMissing(enoent, false, () -> ops(OSDOps.omapClear()));
        onMissing(enoent, false, () -> ops(OSDOps.stat(), OSDOps.write(0, buf("x"))));
        onMissing(enoent, false, () -> ops(OSDOps.cmpXattr("a", Comparison.EQ, buf("x")), OSDOps.create(false)));
        onMissing(enoent, false, () -> ops(OSDOps.read(0, 10)));
        onMissing(enoent, false, () -> ops(OSDOps.getXattr("a")));
        onMissing(enoent, false, () -> ops(OSDOps.listWatchers()));
    }

    @Test
    void aReadRequestOnAMissingObjectIsNotStartedAndLeavesTheOpsResultsAtZero() {
        OSDOp read = OSDOps.read(0, 10);
        assertThat(run(read)).isEqualTo(-2);
        assertThat(read.rval()).isZero();
        assertThat(last.userVersion()).isZero();
        OSDOp delete = OSDOps.delete();
        assertThat(run(delete)).isEqualTo(-2);
        assertThat(delete.rval()).isEqualTo(-2);
        assertThat(last.logged())
                .as("a failed write is logged, so that a resent one fails alike")
                .isTrue();
    }

    @Test
    void opsThatMakeSomethingOfAMissingObjectCreateIt() {
        onMissing(0, true, () -> ops(OSDOps.setXattr("a", buf("b"))));
        onMissing(0, true, () -> ops(OSDOps.omapSetVals(Map.of("a", new byte[1]))));
        onMissing(0, true, () -> ops(OSDOps.setAllocHint(100, 10, 0)));
        onMissing(0, true, () -> ops(OSDOps.create(true)));
        onMissing(0, true, () -> ops(OSDOps.write(0, buf(""))));
        assertThat(size()).isZero();
        onMissing(0, true, () -> ops(OSDOps.append(buf("abc"))));
        onMissing(0, true, () -> ops(OSDOps.writeFull(buf("abc"))));
        assertThat(content()).isEqualTo("abc");
        onMissing(0, true, () -> ops(OSDOps.write(2, buf("abc"))));
        assertThat(content()).isEqualTo("\0\0abc");
        onMissing(0, true, () -> ops(OSDOps.write(10, buf(""))));
        assertThat(size()).isEqualTo(10);
    }

    @Test
    void createExclusiveRefusesAnExistingObject() {
        put("x");
        assertThat(result(OSDOps.create(true))).isEqualTo(-17);
        assertThat(result(OSDOps.create(false))).isZero();
        assertThat(result(OSDOps.delete(), OSDOps.create(true))).isZero();
        assertThat(size()).isZero();
    }

    @Test
    void writesAppendsAndRewritesChangeTheirBytesOnly() {
        put("hello world");
        result(OSDOps.write(6, buf("WORLD")), OSDOps.append(buf("!")));
        assertThat(content()).isEqualTo("hello WORLD!");
        put("short");
        assertThat(content()).isEqualTo("short");
        result(OSDOps.delete(), OSDOps.write(1, buf("y")));
        assertThat(content()).isEqualTo("\0y");
    }

    @Test
    void readsAreShortAtTheEndAndTellTheirLength() {
        put("hello");
        OSDOp crossing = OSDOps.read(3, 10);
        OSDOp behind = OSDOps.read(5, 10);
        assertThat(run(crossing, behind)).isZero();
        assertThat(crossing.output().toString(StandardCharsets.UTF_8)).isEqualTo("lo");
        assertThat(crossing.length()).isEqualTo(2);
        assertThat(behind.outputLength()).isZero();
        crossing.release();
        behind.release();
    }

    @Test
    void sparseReadLeavesOutHoles() {
        result(OSDOps.write(0, buf("abc")), OSDOps.write(1 << 20, buf("xyz")));
        OSDOp read = OSDOps.sparseRead(0, 2 << 20);
        assertThat(run(read)).isZero();
        SparseReadReply reply = SparseReadReply.decode(read.outputDecoder());
        assertThat(reply.extents()).hasSize(2);
        assertThat(reply.data().toString(StandardCharsets.UTF_8)).isEqualTo("abcxyz");
        read.release();
    }

    @Test
    void zeroNeverGrowsAndCutsOffWhatReachesTheEnd() {
        put("hello");
        long versionBefore = last.userVersion();
        result(OSDOps.zero(5, 10));
        assertThat(last.userVersion()).as("nothing changed").isEqualTo(versionBefore);
        assertThat(last.changes()).isFalse();
        result(OSDOps.zero(1, 2));
        assertThat(content()).isEqualTo("h\0\0lo");
        result(OSDOps.zero(3, 2));
        assertThat(content()).isEqualTo("h\0\0");
        result(OSDOps.zero(0, 50));
        assertThat(size()).isZero();
    }

    @Test
    void truncateGrowsWithZerosAndCuts() {
        put("hello");
        result(OSDOps.truncate(7));
        assertThat(content()).isEqualTo("hello\0\0");
        result(OSDOps.truncate(2));
        assertThat(content()).isEqualTo("he");
    }

    @Test
    void nothingReachesPastTheLargestObject() {
        int efbig = Errno.EFBIG.result();
        put("x");
        assertThat(result(OSDOps.write(MAX, buf("x")))).isEqualTo(efbig);
        assertThat(result(OSDOps.write(MAX, buf("")))).isEqualTo(efbig);
        assertThat(result(OSDOps.truncate(MAX))).isEqualTo(efbig);
        assertThat(result(OSDOps.zero(3, 1L << 40))).isEqualTo(efbig);
        assertThat(result(OSDOps.write(-5, buf("x")))).isEqualTo(efbig);
        assertThat(result(OSDOps.write(MAX - 1, buf("x")))).isZero();
        assertThat(result(OSDOps.append(buf("x")))).isEqualTo(efbig);
        assertThat(size()).isEqualTo(MAX);
    }

    @Test
    void writeSameRepeatsAPatternThatMustFit() {
        assertThat(result(OSDOps.writeSame(2, 6, buf("ab")))).isZero();
        assertThat(content()).isEqualTo("\0\0ababab");
        assertThat(result(OSDOps.writeSame(2, 5, buf("ab")))).isEqualTo(-22);
    }

    @Test
    void aWriteWhoseLengthIsNotItsInputsIsInvalid() {
        OSDOp write = OSDOps.write(0, buf("abc"));
        write.length(2);
        assertThat(result(write)).isEqualTo(-22);
    }

    @Test
    void aFailingOpUndoesTheWholeRequest() {
        put("before");
        assertThat(result(OSDOps.writeFull(buf("after")), OSDOps.create(true))).isEqualTo(-17);
        assertThat(content()).isEqualTo("before");
    }

    @Test
    void failOkKeepsTheOpsResultButNotTheRequests() {
        put("x");
        OSDOp failing = OSDOps.create(true).flags(OpFlag.EXCL | OpFlag.FAILOK);
        assertThat(result(failing, OSDOps.append(buf("y")))).isZero();
        assertThat(failing.rval()).isEqualTo(-17);
        assertThat(content()).isEqualTo("xy");
    }

    @Test
    void statTellsSizeAndTheClientsMtime() {
        put("hello");
        OSDOp stat = OSDOps.stat();
        assertThat(run(stat)).isZero();
        assertThat(StatReply.decode(stat.outputDecoder())).isEqualTo(new StatReply(5, MTIME));
        stat.release();
    }

    @Test
    void xattrsAreSetReadListedAndRemoved() {
        result(OSDOps.setXattr("a", buf("1")), OSDOps.setXattr("b", buf("")));
        OSDOp get = OSDOps.getXattr("a");
        OSDOp all = OSDOps.getXattrs();
        assertThat(run(get, all)).isZero();
        assertThat(get.output().toString(StandardCharsets.UTF_8)).isEqualTo("1");
        assertThat(get.valueLength()).isEqualTo(1);
        assertThat(all.outputDecoder().blobMap()).containsOnlyKeys("a", "b");
        get.release();
        all.release();
        assertThat(result(OSDOps.rmXattr("a"), OSDOps.rmXattr("nope"))).isZero();
        assertThat(result(OSDOps.getXattr("a"))).isEqualTo(Errno.ENODATA.result());
        assertThat(result(OSDOps.setXattr("n".repeat(100), buf("v")))).isZero();
        assertThat(result(OSDOps.setXattr("n".repeat(101), buf("v")))).isEqualTo(Errno.ENAMETOOLONG.result());
    }

    private int cmp(String name, Comparison comparison, String operand) {
        return result(OSDOps.cmpXattr(name, comparison, buf(operand)), OSDOps.setXattr("z", buf("1")));
    }

    @Test
    void cmpXattrComparesOperandWithStoredValue() {
        result(OSDOps.setXattr("a", buf("bbb")));
        // Operand aaa, bbb, ccc, bb, bbbb against stored bbb, per comparison; 1: holds.
        Map<Comparison, String> table = new TreeMap<>(Map.of(
                Comparison.EQ, "01000",
                Comparison.NE, "10111",
                Comparison.GT, "00101",
                Comparison.GTE, "01101",
                Comparison.LT, "10010",
                Comparison.LTE, "11010"));
        table.forEach((comparison, expected) -> {
            StringBuilder held = new StringBuilder();
            for (String operand : List.of("aaa", "bbb", "ccc", "bb", "bbbb")) {
                int result = cmp("a", comparison, operand);
                assertThat(result).isIn(0, Errno.ECANCELED.result());
                held.append(result == 0 ? '1' : '0');
            }
            assertThat(held.toString()).as(comparison.name()).isEqualTo(expected);
        });
    }

    @Test
    void cmpXattrTakesAMissingAttributeAsEmpty() {
        put("x");
        assertThat(cmp("nope", Comparison.EQ, "")).isZero();
        assertThat(cmp("nope", Comparison.EQ, "x")).isEqualTo(-125);
        assertThat(cmp("nope", Comparison.GT, "x")).isZero();
    }

    @Test
    void cmpXattrReadsDecimalTextInU64Mode() {
        result(OSDOps.setXattr("n", buf("10")));
        OSDOp write = OSDOps.setXattr("z", buf("1"));
        assertThat(run(OSDOps.cmpXattr("n", Comparison.GT, 9), write)).isEqualTo(-125);
        assertThat(run(OSDOps.cmpXattr("n", Comparison.GT, 11), write)).isZero();
        assertThat(run(OSDOps.cmpXattr("n", Comparison.EQ, 10), write)).isZero();
        assertThat(run(OSDOps.cmpXattr("nope", Comparison.EQ, 0), write)).isZero();
        write.release();
    }

    @Test
    void aHoldingCmpXattrAnswersOneAndShowsThroughOpsWithoutAResultOfTheirOwn() {
        put("x");
        result(OSDOps.setXattr("a", buf("b")));
        OSDOp holds = OSDOps.cmpXattr("a", Comparison.EQ, buf("b"));
        assertThat(run(holds)).isEqualTo(1);
        assertThat(run(holds, OSDOps.stat())).isEqualTo(1);
        assertThat(run(holds, OSDOps.omapGetKeys("", 5))).isEqualTo(1);
        assertThat(result(holds, OSDOps.read(0, 1))).isZero();
        assertThat(cmp("a", Comparison.EQ, "b")).isZero();
    }

    @Test
    void readsInAWriteSeeTheStateBefore() {
        result(OSDOps.setXattr("a", buf("old")));
        assertThat(result(OSDOps.setXattr("a", buf("new")), OSDOps.cmpXattr("a", Comparison.EQ, buf("new"))))
                .isEqualTo(-125);
        assertThat(result(OSDOps.setXattr("a", buf("new")), OSDOps.cmpXattr("a", Comparison.EQ, buf("old"))))
                .isZero();
        assertThat(result(OSDOps.create(false), OSDOps.stat())).isZero();
    }

    @Test
    void writesReturnOutputsOnlyWhenAsked() {
        result(OSDOps.setXattr("a", buf("v")));
        OSDOp get = OSDOps.getXattr("a");
        OSDOp append = OSDOps.append(buf("x"));
        run(get, append);
        assertThat(get.outputLength()).isZero();
        run(SnapId.HEAD, OsdFlag.RETURNVEC, get, append);
        assertThat(get.outputLength()).isEqualTo(1);
        get.release();
        append.release();
    }

    @Test
    void omapIsListedInRangesWithPrefixAndLimit() {
        TreeMap<String, byte[]> values = new TreeMap<>();
        for (int i = 0; i < 1030; i++) {
            values.put(String.format("k%05d", i), new byte[] {1});
        }
        result(OSDOps.omapSetVals(values));
        assertThat(keys("", 2000).keys()).hasSize(1024);
        assertThat(keys("", 2000).more()).isTrue();
        assertThat(keys("", 0)).isEqualTo(new OmapKeys(List.of(), true));
        assertThat(keys("k01020", 100).keys()).hasSize(9);
        assertThat(keys("k01019", 10).more()).as("exactly all").isFalse();
        assertThat(vals("", 100, "k0100").values()).hasSize(10);
        assertThat(vals("", 10, "k0100").more()).isFalse();
        assertThat(vals("", 5, "k0100").more()).isTrue();
        assertThat(vals("k01005", 100, "k0100").values()).hasSize(4);
        assertThat(vals("", 10, "zz").values()).isEmpty();
    }

    private OmapKeys keys(String after, long max) {
        OSDOp op = OSDOps.omapGetKeys(after, max);
        assertThat(run(op)).isZero();
        OmapKeys keys = OmapKeys.decode(op.outputDecoder());
        op.release();
        return keys;
    }

    private OmapVals vals(String after, long max, String prefix) {
        OSDOp op = OSDOps.omapGetVals(after, max, prefix);
        assertThat(run(op)).isZero();
        OmapVals vals = OmapVals.decode(op.outputDecoder());
        op.release();
        return vals;
    }

    @Test
    void omapEntriesAndHeaderAreSetRemovedAndCleared() {
        byte[] v = {'v'};
        result(
                OSDOps.omapSetVals(new TreeMap<>(Map.of("a", v, "b", v, "c", v, "d", v))),
                OSDOps.omapSetHeader(buf("head")));
        OSDOp header = OSDOps.omapGetHeader();
        OSDOp some = OSDOps.omapGetValsByKeys(List.of("b", "nope"));
        assertThat(run(header, some)).isZero();
        assertThat(header.output().toString(StandardCharsets.UTF_8)).isEqualTo("head");
        assertThat(some.outputDecoder().blobMap()).containsOnlyKeys("b");
        header.release();
        some.release();
        result(OSDOps.omapRmKeys(List.of("a", "nope")), OSDOps.omapRmKeyRange("b", "d"));
        assertThat(keys("", 9).keys()).containsExactly("d");
        result(OSDOps.omapClear());
        assertThat(keys("", 9).keys()).isEmpty();
    }

    private int omapCmp(String key, Comparison comparison, String operand) {
        return result(
                OSDOps.omapCmp(Map.of(key, new OmapAssertion(operand.getBytes(StandardCharsets.UTF_8), comparison))));
    }

    @Test
    void omapCmpComparesStoredValueWithOperandAndKnowsThreeComparisons() {
        result(OSDOps.omapSetVals(Map.of("k", new byte[] {'m', 'm'})));
        assertThat(omapCmp("k", Comparison.EQ, "mm")).isZero();
        assertThat(omapCmp("k", Comparison.EQ, "m")).isEqualTo(-125);
        assertThat(omapCmp("k", Comparison.GT, "aa")).isZero();
        assertThat(omapCmp("k", Comparison.LT, "aa")).isEqualTo(-125);
        assertThat(omapCmp("k", Comparison.LT, "zz")).isZero();
        assertThat(omapCmp("k", Comparison.NE, "zz")).isEqualTo(-22);
        assertThat(omapCmp("nope", Comparison.EQ, "")).isZero();
        assertThat(omapCmp("nope", Comparison.EQ, "x")).isEqualTo(-125);
    }

    @Test
    void cmpExtAnswersTheIndexOfTheFirstDifferenceAndReadsZerosPastTheEnd() {
        put("hello");
        OSDOp write = OSDOps.setXattr("z", buf("1"));
        assertThat(run(OSDOps.cmpExt(0, Unpooled.wrappedBuffer("hello".getBytes(StandardCharsets.UTF_8))), write))
                .isZero();
        OSDOp differs = OSDOps.cmpExt(0, buf("heXlo"));
        assertThat(run(differs, write)).isEqualTo(-4097);
        assertThat(differs.rval()).isEqualTo(-4097);
        differs.release();
        assertThat(result(OSDOps.cmpExt(3, buf("lo\0\0")))).isZero();
        assertThat(result(OSDOps.cmpExt(3, buf("lo\0x")))).isEqualTo(-4098);
        object = named("none");
        assertThat(result(OSDOps.cmpExt(0, buf("a")))).isEqualTo(-2);
        assertThat(run(OSDOps.cmpExt(0, Unpooled.wrappedBuffer(new byte[] {1})), write))
                .isEqualTo(-4095);
        assertThat(run(OSDOps.cmpExt(0, Unpooled.wrappedBuffer(new byte[2])), write))
                .isZero();
        write.release();
    }

    @Test
    void assertVersionWantsTheUserVersion() {
        put("1");
        put("2");
        long now = last.userVersion();
        assertThat(result(OSDOps.assertVersion(now))).isZero();
        assertThat(result(OSDOps.assertVersion(now - 1))).isEqualTo(Errno.ERANGE.result());
        assertThat(result(OSDOps.assertVersion(now + 1))).isEqualTo(Errno.EOVERFLOW.result());
        assertThat(result(OSDOps.assertVersion(0))).isEqualTo(-22);
        onMissing(Errno.EOVERFLOW.result(), false, () -> ops(OSDOps.assertVersion(1), OSDOps.create(false)));
    }

    @Test
    void eachChangeStampsTheObjectWithThePgsVersion() {
        put("1");
        assertThat(last.userVersion()).isEqualTo(1);
        assertThat(result(OSDOps.create(true))).isEqualTo(-17);
        put("2");
        ObjectInfo info = Objects.requireNonNull(ObjectInfo.read(store, PG, object));
        assertThat(info).isEqualTo(last.after());
        assertThat(info.version()).isEqualTo(new EVersion(3, 3));
        assertThat(info.priorVersion()).isEqualTo(new EVersion(1, 3));
        assertThat(info.userVersion()).as("the failed write used version 2").isEqualTo(3);
        assertThat(result(OSDOps.stat())).isZero();
        assertThat(last.userVersion()).isEqualTo(3);
        assertThat(result(OSDOps.delete())).isZero();
        assertThat(last.deletes()).isTrue();
        assertThat(exists()).isFalse();
    }

    private String checksum(int type, long seed, long offset, long length, long chunk) {
        OSDOp op = OSDOps.checksum(offset, length, chunk, type, seed);
        int result = run(op);
        String hex = result < 0 ? String.valueOf(result) : ByteBufUtil.hexDump(op.output());
        op.release();
        return hex;
    }

    @Test
    void checksumsAreCephs() {
        put("hello world, this is");
        assertThat(checksum(ChecksumReply.TYPE_XXHASH32, 0, 0, 20, 0)).isEqualTo("0100000012c164a0");
        assertThat(checksum(ChecksumReply.TYPE_XXHASH32, 7, 0, 10, 5)).isEqualTo("02000000f89b208f03d0e389");
        assertThat(checksum(ChecksumReply.TYPE_XXHASH64, 0, 0, 20, 0)).isEqualTo("01000000a94e455876a53ad9");
        assertThat(checksum(ChecksumReply.TYPE_XXHASH64, 7, 0, 10, 5))
                .isEqualTo("020000002e4ec38b5f3129d37af41b85b4a0c459");
        assertThat(checksum(ChecksumReply.TYPE_CRC32C, 0, 0, 20, 0)).isEqualTo("01000000a5bd958f");
        assertThat(checksum(ChecksumReply.TYPE_CRC32C, 0xffff_ffffL, 0, 10, 5)).isEqualTo("02000000b3448e65bce7dbf3");
        assertThat(checksum(ChecksumReply.TYPE_CRC32C, 7, 0, 20, 0)).isEqualTo("01000000967b5e0b");
    }

    @Test
    void checksumRangesAreClippedAndMustBeWholeChunks() {
        put("hello world, this is");
        int crc = ChecksumReply.TYPE_CRC32C;
        long seed = 0xffff_ffffL;
        assertThat(checksum(crc, seed, 0, 0, 0)).as("all of it").isEqualTo("010000006414afcc");
        assertThat(checksum(crc, seed, 5, 0, 0)).isEqualTo("00000000");
        assertThat(checksum(crc, seed, 15, 10, 5)).isEqualTo("0100000042636111");
        assertThat(checksum(crc, seed, 50, 10, 5)).isEmpty();
        assertThat(checksum(crc, seed, 0, 0, 5)).isEqualTo("-22");
        assertThat(checksum(crc, seed, 0, 10, 3)).isEqualTo("-22");
        assertThat(checksum(crc, seed, 15, 10, 2)).isEqualTo("-22");
        assertThat(checksum(3, seed, 0, 5, 0)).isEqualTo("-22");
    }

    @Test
    void xxHashOfLongInputsUsesAllLanes() {
        byte[] bytes = new byte[101];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int whole32 = XxHash.hash32(in, 0, 101, 1);
        long whole64 = XxHash.hash64(in, 0, 101, 1);
        for (int i = 0; i < 101; i++) {
            bytes[i] ^= 1;
            assertThat(XxHash.hash32(in, 0, 101, 1)).isNotEqualTo(whole32);
            assertThat(XxHash.hash64(in, 0, 101, 1)).isNotEqualTo(whole64);
            bytes[i] ^= 1;
        }
    }

    @Test
    void namesHaveLimits() {
        int tooLong = Errno.ENAMETOOLONG.result();
        object = named("n".repeat(2048));
        put("x");
        object = named("n".repeat(2049));
        assertThat(result(OSDOps.stat())).isEqualTo(tooLong);
        object = named("é".repeat(1025));
        assertThat(result(OSDOps.stat())).as("bytes count, not characters").isEqualTo(tooLong);
        object = new HObject("k".repeat(2049), "o", SnapId.HEAD, 8, false, "", 1);
        assertThat(result(OSDOps.create(false))).isEqualTo(tooLong);
        object = new HObject("", "o", SnapId.HEAD, 8, false, "n".repeat(257), 1);
        assertThat(result(OSDOps.create(false))).isEqualTo(tooLong);
        object = named("");
        assertThat(result(OSDOps.create(false))).isEqualTo(-22);
    }

    @Test
    void aWriteWithTooMuchDataIsRefused() {
        OSDOp write = OSDOps.write(0, allocator.get().buffer(1).writeZero((90 << 20) + 1));
        assertThat(result(write)).isEqualTo(Errno.EMSGSIZE.result());
        assertThat(last.logged()).isFalse();
    }

    @Test
    void aReadAtASnapshotIsRefusedBecauseThereAreNoClones() {
        put("hello");
        OSDOp stat = OSDOps.stat();
        assertThat(run(5, 0, stat)).isEqualTo(-95);
        assertThat(run(SnapId.SNAPDIR, 0, stat)).isEqualTo(-22);
        stat.release();
        OSDOp write = OSDOps.append(buf("x"));
        assertThat(run(5, 0, write)).isEqualTo(-22);
        write.release();
        OSDOp list = OSDOps.listSnaps();
        assertThat(run(SnapId.SNAPDIR, 0, list)).isZero();
        assertThat(ListSnapsReply.decode(list.outputDecoder()).clones())
                .containsExactly(new ListSnapsReply.Clone(SnapId.HEAD, List.of(), List.of(), 5));
        list.release();
    }

    @Test
    void whatIsNotSupportedSaysSo() {
        put("x");
        int unsupported = Errno.EOPNOTSUPP.result();
        assertThat(result(OSDOps.call("no", "method", buf("in")))).isEqualTo(unsupported);
        assertThat(result(OSDOp.of(OpCode.TMAPUP))).isEqualTo(unsupported);
        assertThat(result(OSDOp.of(OpCode.NOTIFY))).isEqualTo(unsupported);
        assertThat(result(OSDOp.of(OpCode.WATCH))).isEqualTo(unsupported);
        OSDOp watchers = OSDOps.listWatchers();
        assertThat(run(watchers)).isZero();
        assertThat(ListWatchersReply.decode(watchers.outputDecoder()).watchers())
                .isEmpty();
        watchers.release();
    }

    @Test
    void inputThatDoesNotDecodeIsInvalid() {
        put("x");
        assertThat(result(OSDOp.of(OpCode.OMAPSETVALS).input(buf("\1\2\3")))).isEqualTo(-22);
        assertThat(result(OSDOp.of(OpCode.OMAPGETKEYS).input(buf("abc")))).isEqualTo(-22);
    }

    @Test
    void aClassMethodWorksInsideTheRequestsTransaction() {
        ClassHandler.Method appendTwice = new ClassHandler.Method() {
            @Override
            public boolean writes() {
                return true;
            }

            @Override
            public int call(ClassHandler.MethodContext context, ByteBuf input, ByteBuf output) {
                output.writeBytes(input.duplicate());
                for (int i = 0; i < 2; i++) {
                    OSDOp append = OSDOps.append(input.retainedDuplicate());
                    int result = context.execute(append);
                    append.release();
                    if (result < 0) {
                        return result;
                    }
                }
                return 0;
            }
        };
        OpInterpreter withClass = new OpInterpreter(
                store,
                OpLimits.DEFAULT,
                (cls, method) -> "twice.append".equals(cls + "." + method) ? appendTwice : null,
                WatchHandler.NONE);
        OSDOp call = OSDOps.call("twice", "append", buf("ab"));
        OpResult result = withClass.execute(new OpRequest(
                PG,
                object,
                null,
                List.of(OSDOps.create(true), call),
                SnapId.HEAD,
                OsdFlag.RETURNVEC,
                OsdReqId.NONE,
                MTIME,
                new EVersion(1, 1),
                true,
                values));
        assertThat(result.result()).isZero();
        assertThat(call.output().toString(StandardCharsets.UTF_8)).isEqualTo("ab");
        store.apply(Objects.requireNonNull(result.transaction()));
        call.release();
        assertThat(content()).isEqualTo("abab");
    }

    private PgnlsReply list(String nspace, HObject cursor, int max, int expectedResult) {
        OSDOp op = OSDOps.pgnls(max, cursor, 1);
        OpResult result = interpreter.executePg(new PgOpRequest(PG, 3, nspace, List.of(op), new TreeSet<>()));
        assertThat(result.result()).isEqualTo(expectedResult);
        PgnlsReply reply = PgnlsReply.decode(op.outputDecoder());
        op.release();
        return reply;
    }

    @Test
    void listingGoesOnFromItsCursorToThePgsEnd() {
        for (int i = 0; i < 5; i++) {
            object = new HObject("", "o" + i, SnapId.HEAD, i * 8, false, i == 4 ? "ns" : "", 1);
            put("x");
        }
        PgnlsReply first = list("", HObject.MIN, 2, 0);
        assertThat(first.entries()).hasSize(2);
        PgnlsReply rest = list("", first.handle(), 100, 1);
        assertThat(rest.entries()).hasSize(2);
        assertThat(rest.handle()).isEqualTo(HObject.atHash(1, 4));
        assertThat(list("ns", HObject.MIN, 100, 1).entries()).containsExactly(new PgnlsReply.Entry("ns", "o4", ""));
        assertThat(list(PgnlsReply.ALL_NSPACES, HObject.MIN, 100, 1).entries()).hasSize(5);
    }

    @Test
    void pgsFollowEachOtherInReversedHashOrder() {
        int[] next = {4, 5, 6, 7, 2, 3, 1};
        for (int seed = 0; seed < 7; seed++) {
            assertThat(endOfPg(seed, 8)).isEqualTo(HObject.atHash(1, next[seed]));
        }
        assertThat(endOfPg(7, 8)).isEqualTo(HObject.MAX);
        assertThat(endOfPg(0, 1)).isEqualTo(HObject.MAX);
        // Six PGs: 0 and 1 are split by three bits, 2 and 3 by two.
        assertThat(endOfPg(0, 6)).isEqualTo(HObject.atHash(1, 4));
        assertThat(endOfPg(2, 6)).isEqualTo(HObject.atHash(1, 1));
    }

    private static HObject endOfPg(int seed, int pgNum) {
        return PgLister.endOfPg(1, seed, new PgSlices(pgNum).bits(seed));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.PgSlices;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.osd.message.PastInterval;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.pg.host.CalmMap;
import org.inkwire.osd.pg.host.EndOfTurn;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.host.QuietHost;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.inkwire.store.mem.MemStore;
import org.inkwire.wire.entity.EntityName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One OSD's copies, split and merged. */
class PgSplitMergeTest {
    private static final long POOL = 3;
    private static final int BORN = 2;
    private static final int WRITES = 60;
    private static final SpgId PARENT = pg(0);

    private final MemStore store = new MemStore(UnpooledByteBufAllocator.DEFAULT, 1L << 26);
    private final Host host = new Host();

    private static SpgId pg(int seed) {
        return SpgId.of(new PgId(POOL, seed));
    }

    @BeforeEach
    void mount() {
        store.mount();
    }

    @AfterEach
    void umount() {
        store.umount();
    }

    // ---- the cluster around it

    private record View(int epoch, int pgNum, PgMergeMeta lastMerge) implements CalmMap {
        static View of(int epoch, int pgNum) {
            return new View(epoch, pgNum, PgMergeMeta.NONE);
        }

        @Override
        public PgMapping mapping(SpgId pgid) {
            int seed = pgid.pgid().seed();
            List<Integer> acting = List.of(0, 1);
            return seed >= pgNum
                    ? null
                    : new PgMapping(acting, 0, acting, 0, List.of(1, 1), 2, 1, new PgSlices(pgNum).bits(seed), false);
        }

        @Override
        public SpgId holder(SpgId pgid) {
            return pg(new PgSlices(pgNum).seedOf(pgid.pgid().seed()));
        }

        @Override
        public PgMergeMeta lastMerge(SpgId pgid) {
            return lastMerge;
        }
    }

    private static final class Host implements QuietHost {
        @Override
        public Executor shard() {
            return Runnable::run;
        }

        @Override
        public void whenDurable(CompletionStage<@Nullable Void> applied, Runnable next) {
            new EndOfTurn(shard(), this::storeFailed).whenDurable(applied, next);
        }

        @Override
        public int storeBornEpoch() {
            return BORN;
        }
    }

    // ---- what is in it

    private static HObject object(int n) {
        return new HObject("", "object-" + n, SnapId.HEAD, n * 0x9e3779b1, false, "", POOL);
    }

    private static OsdReqId reqid(int n) {
        return new OsdReqId(EntityName.client(7), n, 0);
    }

    private static PgLogEntry entry(int n, EVersion version) {
        return new PgLogEntry(
                PgLogEntry.Kind.MODIFY, version, EVersion.ZERO, object(n), reqid(n), version.version(), 0, List.of());
    }

    private PgCopy parentWithWrites() {
        PgCopy copy = PgCopy.create(PARENT, host, store, List.of(View.of(10, 1)));
        for (int n = 1; n <= WRITES; n++) {
            write(copy, n);
        }
        return copy;
    }

    private static void write(PgCopy copy, int n) {
        write(copy, n, copy.log().tail());
    }

    private static void write(PgCopy copy, int n, EVersion trimTo) {
        EVersion version =
                new EVersion(copy.info().lastUpdate().version() + 1, copy.map().epoch());
        PgLogEntry entry = entry(n, version);
        Transaction t = new Transaction(copy.collection());
        t.write(object(n), 0, Unpooled.buffer().writeZero(n));
        copy.write(
                t,
                PeerMessage.RepOp.local(
                        copy.pgid(),
                        copy.interval(),
                        entry,
                        entry.toRecord(copy.values()),
                        copy.info().lastUpdate(),
                        trimTo,
                        0,
                        1,
                        n),
                () -> {});
    }

    private List<HObject> objects(SpgId pgid) {
        return store.list(CollectionId.of(pgid), HObject.MIN, HObject.MAX, 1000).objects();
    }

    private List<PgHandover> split(PgCopy copy, View next, SpgId... children) {
        return PgSplit.split(copy, next, next.mapping(copy.pgid()), List.of(children));
    }

    private PgCopy load(SpgId pgid, View view) {
        return PgCopy.load(pgid, host, store, PgOptions.DEFAULT, view);
    }

    // ---- split

    @Test
    void eachChildGetsTheObjectsOfItsHashesAndTheLogOfTheirWrites() {
        PgCopy parent = parentWithWrites();
        View next = View.of(11, 4);
        List<PgCopy> all = new ArrayList<>(List.of(parent));
        split(parent, next, pg(1), pg(2), pg(3)).forEach(part -> all.add(PgCopy.adopt(part, host, store)));
        PgSlices slices = new PgSlices(4);
        long objects = 0;
        long bytes = 0;
        for (PgCopy copy : all) {
            int seed = copy.pgid().pgid().seed();
            int newest = 0;
            for (int n = 1; n <= WRITES; n++) {
                boolean its = slices.seedOf(object(n).hash()) == seed;
                assertThat(objects(copy.pgid()).contains(object(n))).isEqualTo(its);
                assertThat(copy.log().find(reqid(n)) != null).isEqualTo(its);
                newest = its ? n : newest;
            }
            assertThat(copy.info().lastUpdate()).isEqualTo(new EVersion(newest, 10));
            assertThat(copy.info().numObjects()).isEqualTo(objects(copy.pgid()).size());
            objects += copy.info().numObjects();
            bytes += copy.info().numBytes();
        }
        assertThat(objects).isEqualTo(WRITES);
        assertThat(bytes).isEqualTo(WRITES * (WRITES + 1) / 2);
    }

    @Test
    void childrenBeginAnIntervalAndHaveTheParentsPast() {
        PgCopy parent = parentWithWrites();
        for (PgHandover part : split(parent, View.of(11, 2), pg(1))) {
            PgCopy child = PgCopy.adopt(part, host, store);
            assertThat(child.interval()).isEqualTo(11);
            assertThat(child.intervals().samePrimarySince())
                    .as("earlier requests")
                    .isEqualTo(11);
            assertThat(child.intervals().past()).isEqualTo(parent.intervals().past());
            assertThat(child.intervals().past())
                    .extracting(PastInterval::first, PastInterval::last, PastInterval::acting)
                    .containsExactly(tuple(10, 10, List.of(0, 1)));
        }
    }

    @Test
    void whatWasSplitIsLoadedAfterACrashAsItWas() {
        PgCopy parent = parentWithWrites();
        View next = View.of(11, 2);
        PgHandover child = split(parent, next, pg(1)).get(0);
        for (PgHandover part : List.of(child, parent.handOver())) {
            PgCopy loaded = load(part.pgid(), next);
            assertThat(loaded.info()).isEqualTo(part.info);
            assertThat(loaded.log().all()).hasSameSizeAs(part.log.all());
            assertThat(loaded.intervals().past()).isEqualTo(part.intervals.past());
        }
    }

    @Test
    void aNewcomerAsksThoseWhoHadTheParent() {
        Intervals intervals = Intervals.derive(pg(5), List.of(View.of(10, 1), View.of(11, 4), View.of(12, 8)));
        assertThat(intervals.start()).isEqualTo(12);
        assertThat(intervals.past()).extracting(PastInterval::first).containsExactly(10, 11);
        assertThat(intervals.past()).allMatch(PastInterval::maybeWentActive);
    }

    // ---- merge

    private static Map<SpgId, PgHandover> source(SpgId pgid, PgHandover copy) {
        Map<SpgId, PgHandover> sources = new LinkedHashMap<>();
        sources.put(pgid, copy);
        return sources;
    }

    private static PgMergeMeta meta(EVersion source, EVersion target) {
        return new PgMergeMeta(new PgId(POOL, 1), 12, 11, 11, source, target);
    }

    private PgCopy mergedAgain(EVersion wrong) {
        PgCopy parent = parentWithWrites();
        PgCopy child = PgCopy.adopt(split(parent, View.of(11, 2), pg(1)).get(0), host, store);
        EVersion target = wrong == null ? parent.info().lastUpdate() : wrong;
        View next = new View(12, 1, meta(child.info().lastUpdate(), target));
        PgMerge.merge(parent, next, next.mapping(PARENT), source(pg(1), child.handOver()), PgOptions.DEFAULT);
        return parent;
    }

    @Test
    void copiesAtTheVersionsOfTheMapMakeAWholeOne() {
        PgCopy merged = mergedAgain(null);
        assertThat(merged.info().complete()).isTrue();
        assertThat(merged.info().lastUpdate()).isEqualTo(new EVersion(WRITES, 12));
        assertThat(merged.info().numObjects()).isEqualTo(WRITES);
        assertThat(objects(PARENT)).hasSize(WRITES);
        assertThat(store.collectionExists(CollectionId.of(pg(1)))).isFalse();
        assertThat(merged.summary().storeBornEpoch()).isEqualTo(BORN);
        PgCopy loaded = load(PARENT, new View(12, 1, PgMergeMeta.NONE));
        assertThat(loaded.info()).isEqualTo(merged.info());
        for (int n = 1; n <= WRITES; n++) {
            assertThat(merged.log().find(reqid(n))).as("request %s", n).isNotNull();
            assertThat(loaded.log().find(reqid(n))).as("request %s, loaded", n).isNotNull();
        }
    }

    @Test
    void aRequestIsRecognizedAfterAMergeUntilTheLogIsFullOfNewerOnes() {
        PgCopy merged = mergedAgain(null);
        write(merged, WRITES + 1);
        write(merged, WRITES + 2);
        assertThat(merged.log().find(reqid(1))).isNotNull();
        write(merged, WRITES + 3, new EVersion(WRITES + 1, 12));
        assertThat(merged.log().find(reqid(1))).isNull();
        PgCopy loaded = load(PARENT, new View(12, 1, PgMergeMeta.NONE));
        assertThat(loaded.log().find(reqid(1))).isNull();
        assertThat(loaded.log().find(reqid(WRITES + 3))).isNotNull();
    }

    @Test
    void aMergedPgCanBeSplitAgainWithItsRequests() {
        PgCopy merged = mergedAgain(null);
        PgCopy child = PgCopy.adopt(split(merged, View.of(13, 2), pg(1)).get(0), host, store);
        for (int n = 1; n <= WRITES; n++) {
            boolean isChilds = new PgSlices(2).seedOf(object(n).hash()) == 1;
            assertThat((isChilds ? child : merged).log().find(reqid(n))).isNotNull();
        }
    }

    @Test
    void eachPartKeepsWhatItLacks() {
        PgCopy parent = parentWithWrites();
        EVersion before = parent.info().lastUpdate();
        List<PgLogEntry> newer = new ArrayList<>();
        for (int n = 1; n <= WRITES; n++) {
            newer.add(entry(WRITES + n, new EVersion(before.version() + n, 10)));
        }
        PgInfo theirs = parent.info()
                .withLog(
                        new EVersion(before.version() + WRITES, 10),
                        parent.log().tail());
        boolean taken =
                parent.takeLog(new PeerMessage.Log(PARENT, parent.interval(), 1, theirs, before, newer), () -> {});
        assertThat(taken).isTrue();
        assertThat(parent.missing()).hasSize(WRITES);
        PgCopy child = PgCopy.adopt(split(parent, View.of(11, 2), pg(1)).get(0), host, store);
        PgSlices two = new PgSlices(2);
        for (PgCopy part : List.of(parent, child)) {
            assertThat(part.missing())
                    .isNotEmpty()
                    .allSatisfy((object, version) -> assertThat(two.seedOf(object.hash()))
                            .isEqualTo(part.pgid().pgid().seed()));
            assertThat(part.info().numMissing()).isEqualTo(part.missing().size());
            assertThat(load(part.pgid(), View.of(11, 2)).missing()).isEqualTo(part.missing());
        }
        assertThat(parent.missing().size() + child.missing().size()).isEqualTo(WRITES);
    }

    @Test
    void copiesThatLackObjectsMakeNoWholeOne() {
        PgCopy parent = parentWithWrites();
        PgCopy child = PgCopy.adopt(split(parent, View.of(11, 2), pg(1)).get(0), host, store);
        EVersion target = new EVersion(parent.info().lastUpdate().version() + 1, 11);
        int lacking = 1;
        while (new PgSlices(2).seedOf(object(lacking).hash()) != 0) {
            lacking++;
        }
        PgInfo theirs = parent.info().withLog(target, parent.log().tail());
        List<PgLogEntry> newer = List.of(entry(lacking, target));
        assertThat(parent.takeLog(
                        new PeerMessage.Log(
                                PARENT,
                                parent.interval(),
                                1,
                                theirs,
                                parent.info().lastUpdate(),
                                newer),
                        () -> {}))
                .isTrue();
        View next = new View(12, 1, meta(child.info().lastUpdate(), target));
        PgMerge.merge(parent, next, next.mapping(PARENT), source(pg(1), child.handOver()), PgOptions.DEFAULT);
        assertThat(parent.missing()).isEmpty();
        assertIncomplete(parent);
    }

    @Test
    void copiesAtOtherVersionsMakeOneThatMustBeReplaced() {
        PgCopy merged = mergedAgain(new EVersion(WRITES + 7, 10));
        assertIncomplete(merged);
        assertIncomplete(load(PARENT, new View(12, 1, PgMergeMeta.NONE)));
        PgInfo right = PgInfo.created(10).withLog(new EVersion(99, 12), new EVersion(99, 12));
        PeerMessage.Log theirs = new PeerMessage.Log(PARENT, merged.interval(), 1, right, right.logTail(), List.of());
        merged.finishBackfill(theirs, new TreeMap<>(), List.of(), () -> {});
        assertThat(merged.info().complete()).isTrue();
        assertThat(merged.summary().storeBornEpoch()).isEqualTo(BORN);
    }

    @Test
    void aTargetWithoutItsSourceMustBeReplaced() {
        PgCopy parent = parentWithWrites();
        View next = new View(11, 1, meta(EVersion.ZERO, parent.info().lastUpdate()));
        PgMerge.merge(parent, next, next.mapping(PARENT), source(pg(1), null), PgOptions.DEFAULT);
        assertIncomplete(parent);
    }

    private static void assertIncomplete(PgCopy copy) {
        assertThat(copy.info().complete()).isFalse();
        assertThat(copy.info().lastUpdate()).isEqualTo(EVersion.ZERO);
        assertThat(copy.info().lastEpochStarted()).isZero();
        assertThat(copy.info().fillingSince())
                .as("speaks for no earlier interval")
                .isEqualTo(copy.map().epoch());
    }
}

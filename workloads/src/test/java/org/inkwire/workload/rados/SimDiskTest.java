// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimDiskTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final CollectionId PG_A = CollectionId.of(SpgId.of(new PgId(1, 0)));
    private static final CollectionId PG_B = CollectionId.of(SpgId.of(new PgId(1, 1)));
    private static final HObject OBJECT = new HObject("", "o", SnapId.HEAD, 0, false, "", 1);
    private static final ByteString KEY = ByteString.of("key");

    private final Simulation sim = Simulation.of(1);

    private SimDisk disk() {
        SimDisk disk = new SimDisk(sim, sim.newRandom(), 1 << 20, true);
        sim.await(disk.apply(new Transaction(PG_A).createCollection()), LONG);
        sim.await(disk.apply(new Transaction(PG_B).createCollection()), LONG);
        return disk;
    }

    private static CompletionStage<@Nullable Void> write(SimDisk disk, CollectionId collection, String text) {
        TreeMap<ByteString, ByteString> record = new TreeMap<>();
        record.put(KEY, ByteString.of(text));
        return disk.apply(new Transaction(collection)
                .truncate(OBJECT, 0)
                .write(OBJECT, 0, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
                .setAttr(OBJECT, KEY, ByteString.of(text))
                .omapSetHeader(OBJECT, ByteString.of(text))
                .omapSet(collection.metaObject(), record));
    }

    private static String read(SimDisk disk, CollectionId collection) {
        ByteBuf data = disk.read(collection, OBJECT, 0, 100);
        try {
            return data.toString(StandardCharsets.UTF_8);
        } finally {
            data.release();
        }
    }

    @Test
    void transactionIsSeenAtOnceAndDurableLater() {
        SimDisk disk = disk();
        CompletionStage<@Nullable Void> durable = write(disk, PG_A, "1");
        assertThat(read(disk, PG_A)).isEqualTo("1");
        assertThat(durable.toCompletableFuture()).isNotDone();
        sim.await(durable, LONG);
        assertThat(disk.isBusy(false)).isFalse();
    }

    @Test
    void whatWasDurableSurvivesAPowerCutWhole() {
        SimDisk disk = disk();
        sim.await(write(disk, PG_A, "1"), LONG);
        for (int i = 0; disk.crash(true) == 0; i++) {
            write(disk, PG_A, "lost " + i);
        }
        assertThat(read(disk, PG_A)).isIn("1", "lost 0");
        ByteString text = ByteString.of(read(disk, PG_A));
        assertThat(disk.getAttr(PG_A, OBJECT, KEY)).isEqualTo(text);
        assertThat(disk.omapHeader(PG_A, OBJECT)).isEqualTo(text);
        assertThat(disk.omapGet(PG_A, PG_A.metaObject(), Set.of(KEY))).containsEntry(KEY, text);
    }

    @Test
    void aPowerCutLeavesTheFirstTransactionsOfEachCollectionAndNobodyIsTold() {
        Set<String> left = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            SimDisk disk = disk();
            CompletionStage<@Nullable Void> first = write(disk, PG_A, "1");
            write(disk, PG_A, "2");
            write(disk, PG_B, "3");
            disk.crash(true);
            sim.run(LONG);
            assertThat(first.toCompletableFuture()).isNotDone();
            left.add(read(disk, PG_A) + "|" + read(disk, PG_B));
        }
        assertThat(left).containsExactlyInAnyOrder("|", "1|", "2|", "|3", "1|3", "2|3");
    }

    @Test
    void aKilledProcessMayHaveHandedEverythingToItsKernel() {
        Set<String> left = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            SimDisk disk = disk();
            write(disk, PG_A, "1");
            disk.crash(false);
            left.add(read(disk, PG_A));
        }
        assertThat(left).containsExactlyInAnyOrder("", "1");
    }
}

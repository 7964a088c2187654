// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.UUID;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.osd.space.FullState;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.store.CollectionId;
import org.inkwire.store.MemoryShare;
import org.inkwire.store.Transaction;
import org.inkwire.store.mem.MemStore;
import org.inkwire.wire.UTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an OSD's memory lets clients write, and what it lets other OSDs finish. */
class WriteCreditTest {
    private static final SpgId PG = SpgId.of(new PgId(1, 0));
    private static final CollectionId COLLECTION = CollectionId.of(PG);

    private MemoryShare share = MemoryShare.of(64 << 20, 3);
    private MemStore store = new MemStore(UnpooledByteBufAllocator.DEFAULT, 1);
    private int objects;

    private WriteCredit osd(long memory, int osds) {
        share = MemoryShare.of(memory, osds);
        store = new MemStore(UnpooledByteBufAllocator.DEFAULT, share.storeBytes(), share.spareBytes());
        store.mount();
        assertThat(store.apply(new Transaction(COLLECTION).createCollection())).isCompleted();
        StoreSpace space = new StoreSpace(store, CephConf.defaults(), 1, share.messageBytes(), () -> {});
        space.onMap(OSDMap.initial(
                new UUID(1, 2), UTime.ZERO, CrushMapBuilder.forNewCluster(1).build()));
        assertThat(space.state()).isEqualTo(FullState.NONE);
        return new WriteCredit(space);
    }

    @AfterEach
    void releaseWhatWasWritten() {
        store.umount();
    }

    private void write(long bytes) {
        HObject object = new HObject("", "o" + objects, SnapId.HEAD, objects++, false, "", 1);
        assertThat(store.apply(
                        new Transaction(COLLECTION).write(object, 0, Unpooled.wrappedBuffer(new byte[(int) bytes]))))
                .isCompleted();
    }

    @ParameterizedTest
    @CsvSource({"96, 3, 3", "256, 3, 3", "192, 1, 3", "64, 2, 2", "256, 8, 8"})
    void whatAllOsdsHaveBegunWhenTheStoreBecomesFullStillFits(int megabytes, int osds, int primaries) {
        WriteCredit credit = osd((long) megabytes << 20, osds);
        long largest = share.messageBytes();
        // Every primary has looked before the others wrote, the last time just before the store was full.
        while (credit.admits(largest)) {
            write(largest);
        }
        for (int i = 1; i < primaries; i++) {
            assertThat(credit.takes(largest))
                    .as("write %s that began elsewhere", i)
                    .isTrue();
            write(largest);
        }
    }

    @Test
    void aWriteLargerThanTheMemoryForMessagesDoesNotBegin() {
        WriteCredit credit = osd(96 << 20, 3);
        assertThat(credit.admits(share.messageBytes() + 1)).isFalse();
        assertThat(credit.admits(share.messageBytes())).isTrue();
    }
}

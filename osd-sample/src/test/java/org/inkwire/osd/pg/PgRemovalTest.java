// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.CollectionId;
import org.junit.jupiter.api.Test;

class PgRemovalTest {
    private static final int OBJECTS = 1_000;

    @Test
    void eachBatchOfObjectsIsRemovedInATurnOfItsOwn() {
        try (DirectPgs pgs = new DirectPgs(1)) {
            for (int i = 0; i < OBJECTS; i++) {
                DirectPgs.Op op = pgs.writeFull("object-" + i, Unpooled.EMPTY_BUFFER);
                pgs.submit(op);
                op.release();
            }
            CollectionId collection = CollectionId.of(pgs.pg(0).pgid());

            pgs.removePool();
            assertThat(pgs.store(0)
                            .list(collection, HObject.MIN, HObject.MAX, OBJECTS)
                            .objects())
                    .hasSize(OBJECTS);

            pgs.run();
            assertThat(pgs.store(0).collectionExists(collection)).isFalse();
            assertThat(pgs.tasks).isGreaterThanOrEqualTo(4);
        }
    }
}

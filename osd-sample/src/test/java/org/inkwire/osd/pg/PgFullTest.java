// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.cluster.osd.Errno;
import org.inkwire.osd.pg.host.ClientOp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PG on stores that fill up. */
class PgFullTest {
    private final PgWorld world = new PgWorld(1, 3);

    @AfterEach
    void releaseStores() {
        world.close();
    }

    @BeforeEach
    void threeServe() {
        world.boot(0, 1, 2);
        world.createPool();
        world.settle();
        assertThat(answer(world.append("a", "1")).result).isZero();
    }

    private PgWorld.Op answer(PgWorld.Op op) {
        world.settle();
        assertThat(op.replied).as("answered").isTrue();
        return op;
    }

    @Test
    void aFullPrimaryRefusesWritesAndServesReadsAndDeletes() {
        world.node(0).full = true;
        assertThat(answer(world.append("a", "2")).result).isEqualTo(Errno.ENOSPC.result());
        assertThat(answer(world.read("a")).output).isEqualTo("1");
        assertThat(world.stored(1, "a")).isEqualTo("1");
        assertThat(answer(world.delete(world.newReqid(), "a")).result).isZero();
        world.node(0).full = false;
        assertThat(answer(world.append("a", "3")).result).isZero();
        assertThat(world.stored(2, "a")).isEqualTo("3");
    }

    @Test
    void afterAFullReplicasAnswerItsPrimaryRefusesWritesUntilItHasRoomAgain() {
        world.node(2).full = true;
        PgWorld.Op unknowing = world.append("a", "2");
        world.run(PgWorld.SECOND);
        assertThat(unknowing.replied).isTrue();
        assertThat(unknowing.result).isZero();
        PgWorld.Op refused = world.append("a", "3");
        assertThat(refused.replied).isTrue();
        assertThat(refused.result).isEqualTo(Errno.ENOSPC.result());
        world.node(2).full = false;
        assertThat(answer(world.delete(world.newReqid(), "a")).result).isZero();
        assertThat(answer(world.append("a", "4")).result).isZero();
        assertThat(world.stored(2, "a")).isEqualTo("4");
    }

    @Test
    void aReplicasWordCountsForAShortTimeOnly() {
        world.node(2).full = true;
        answer(world.append("a", "2"));
        world.node(2).full = false;
        world.run(3 * PgWorld.SECOND);
        assertThat(answer(world.append("a", "3")).result).isZero();
    }

    @Test
    void aWriteThatAReplicaCannotTakeWaitsForItAndIsAppliedOnce() {
        world.node(1).crammed = true;
        PgWorld.Op op = world.append("a", "2");
        world.run(5 * PgWorld.SECOND);
        assertThat(op.replied).isFalse();
        world.node(1).crammed = false;
        assertThat(answer(op).result).isZero();
        assertThat(world.stored(1, "a")).isEqualTo("12");
    }

    @Test
    void aRequestToAFullPoolIsDroppedAndHoldsNothing() {
        PgWorld.Op op = world.appendOp(world.newReqid(), "a", "2");
        op.gate = ClientOp.DROP;
        world.send(world.map().primary(), op);
        world.settle();
        assertThat(op.dropped).isTrue();
    }
}

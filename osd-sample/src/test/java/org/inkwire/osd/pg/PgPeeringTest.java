// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.pg.host.TestOp;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PgPeeringTest {
    private final PgWorld world = new PgWorld(7, 4);

    @AfterEach
    void releaseStores() {
        world.close();
    }

    private void threeServe() {
        world.boot(0, 1, 2);
        world.createPool();
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
    }

    private void acknowledged(PgWorld.Op op) {
        world.settle();
        assertThat(op.replied).as("acknowledged").isTrue();
        assertThat(op.result).isZero();
    }

    private void holdsEverywhere(String oid, String content, int... osds) {
        for (int osd : osds) {
            assertThat(world.stored(osd, oid)).as("on osd." + osd).isEqualTo(content);
        }
    }

    @Test
    void aNewPoolsPgBecomesActiveAndAcknowledgesOnlyWhatAllHave() {
        threeServe();
        PgWorld.Op op = world.append("a", "1");
        acknowledged(op);
        holdsEverywhere("a", "1", 0, 1, 2);
        assertThat(op.userVersion).isEqualTo(1);
        assertThat(world.pg(0).stat().state()).isEqualTo("active+clean");
        assertThat(world.pg(0).stat().counts().objects()).isEqualTo(1);
        assertThat(world.pg(2).info().numBytes()).isEqualTo(1);
    }

    @Test
    void aWriteWaitsForAReplicaThatDoesNotAnswerAndIsSentAgain() {
        threeServe();
        world.lose((to, m) -> to == 2 && m instanceof PeerMessage.RepOp);
        PgWorld.Op op = world.append("a", "1");
        world.run(PgWorld.SECOND);
        assertThat(op.replied).isFalse();
        world.healNetwork();
        acknowledged(op);
        holdsEverywhere("a", "1", 0, 1, 2);
    }

    @Test
    void whatAReplicaHasJustBeenSentIsNotSentAgainBecauseAnotherOneIsSlow() {
        threeServe();
        List<EVersion> sentToTheQuickOne = new ArrayList<>();
        world.lose((to, m) -> {
            if (to == 1 && m instanceof PeerMessage.RepOp write) {
                sentToTheQuickOne.add(write.entry().version());
            }
            return to == 2 && m instanceof PeerMessage.RepOp;
        });
        world.append("a", "1");
        long twoLooks = 2 * PgOptions.DEFAULT.retry().toNanos();
        world.run(twoLooks - PgWorld.MILLI / 20);
        world.append("a", "2");
        world.run(PgWorld.SECOND);
        assertThat(sentToTheQuickOne).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aReplicaThatDiesInTheMiddleOfAWriteDoesNotKeepItFromBeingAcknowledgedOnce() {
        threeServe();
        world.lose((to, m) -> to == 2 && m instanceof PeerMessage.RepOp);
        PgWorld.Op op = world.append("a", "1");
        world.run(PgWorld.SECOND);
        world.crashAndMarkDown(2);
        acknowledged(op);
        holdsEverywhere("a", "1", 0, 1);
        assertThat(world.pg(0).stat().state()).isEqualTo("active+undersized+degraded");
    }

    @Test
    void aPrimaryThatDiesAfterItsOwnCommitLosesAWriteThatNobodyElseSawAndTheResendAppliesOnce() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.lose((to, m) -> m instanceof PeerMessage.RepOp);
        OsdReqId reqid = world.newReqid();
        PgWorld.Op lost = world.append(reqid, "a", "2");
        world.run(PgWorld.SECOND);
        assertThat(world.stored(0, "a")).isEqualTo("12");
        assertThat(lost.replied).isFalse();

        world.crashAndMarkDown(0);
        world.healNetwork();
        world.settle();
        PgWorld.Op again = world.append(reqid, "a", "2");
        acknowledged(again);
        holdsEverywhere("a", "12", 1, 2);

        // The old primary returns with a different history of the same bytes.
        world.boot(0);
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        holdsEverywhere("a", "12", 0, 1, 2);
        acknowledged(world.append("a", "3"));
        holdsEverywhere("a", "123", 0, 1, 2);
    }

    @Test
    void aWriteThatSurvivedOnOneReplicaIsKeptAndAnsweredFromTheLogAfterFailover() {
        threeServe();
        world.lose((to, m) -> to == 2 && m instanceof PeerMessage.RepOp);
        OsdReqId reqid = world.newReqid();
        PgWorld.Op first = world.append(reqid, "a", "1");
        world.run(PgWorld.SECOND);
        assertThat(first.replied).isFalse();
        world.crashAndMarkDown(0);
        world.healNetwork();
        world.settle();
        PgWorld.Op again = world.append(reqid, "a", "1");
        acknowledged(again);
        holdsEverywhere("a", "1", 1, 2);
        assertThat(again.version).isEqualTo(world.pg(1).info().lastUpdate());
    }

    @Test
    void aRequestSentTwiceIsAnsweredTwiceWithTheSameVersionAndAppliedOnce() {
        threeServe();
        OsdReqId reqid = world.newReqid();
        PgWorld.Op first = world.append(reqid, "a", "1");
        PgWorld.Op second = world.append(reqid, "a", "1");
        acknowledged(first);
        acknowledged(second);
        PgWorld.Op third = world.append(reqid, "a", "1");
        acknowledged(third);
        assertThat(second.version).isEqualTo(first.version);
        assertThat(third.version).isEqualTo(first.version);
        holdsEverywhere("a", "1", 0, 1, 2);
    }

    @Test
    void aFailedWriteFailsTheSameWayWhenSentAgainAlthoughItWouldSucceedNow() {
        threeServe();
        OsdReqId reqid = world.newReqid();
        PgWorld.Op missing = world.delete(reqid, "a");
        world.settle();
        assertThat(missing.result).isEqualTo(Errno.ENOENT.result());
        acknowledged(world.append("a", "1"));
        world.crashAndMarkDown(0);
        world.settle();
        PgWorld.Op again = world.delete(reqid, "a");
        world.settle();
        assertThat(again.result).isEqualTo(Errno.ENOENT.result());
        assertThat(again.version).isEqualTo(missing.version);
        holdsEverywhere("a", "1", 1, 2);
    }

    /** The member copied from keeps its rank: nothing of an older copy comes back. */
    @Test
    void aPrimaryThatTookOverTheNewestCopyDoesNotTakeOverAnOlderOneOfTheSameInterval() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.crashAndMarkDown(0);
        world.settle();
        acknowledged(world.append("a", "2"));
        // osd.1 is one write ahead of osd.2, in an interval that osd.0 missed.
        world.lose((to, m) -> to == 2 && m instanceof PeerMessage.RepOp);
        PgWorld.Op onOneOnly = world.append("a", "3");
        world.run(PgWorld.SECOND);
        assertThat(onOneOnly.replied).isFalse();
        List<Integer> sources = new ArrayList<>();
        world.lose((to, m) -> {
            if (m instanceof PeerMessage.FetchLog && to != 0) {
                sources.add(to);
            }
            return false;
        });
        world.boot(0);
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        assertThat(sources).as("osd.0 copied from").containsOnly(1);
        holdsEverywhere("a", "123", 0, 1, 2);
        acknowledged(world.append("a", "4"));
        holdsEverywhere("a", "1234", 0, 1, 2);
    }

    @Test
    void anEmptyReturnerGetsTheWholePgBeforeItServes() {
        threeServe();
        for (int i = 0; i < 50; i++) {
            world.append("o" + i, "x".repeat(i));
        }
        world.settle();
        world.crashAndMarkDown(0);
        world.loseStore(0);
        world.settle();
        acknowledged(world.append("o1", "y"));
        world.boot(0);
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        for (int i = 2; i < 50; i++) {
            holdsEverywhere("o" + i, "x".repeat(i), 0, 1, 2);
        }
        holdsEverywhere("o1", "xy", 0, 1, 2);
        assertThat(world.pg(0).stat().counts().objects()).isEqualTo(50);
    }

    @Test
    void objectsLargerThanAChunkAreCopiedPieceByPiece() {
        PgOptions d = PgOptions.DEFAULT;
        PgWorld small = new PgWorld(
                3,
                3,
                new PgOptions(d.readLease(), d.retry(), d.strayNotify(), 100, 1000, 3, 1, 100, d.recoverySleep()));
        small.boot(0, 1, 2);
        small.createPool();
        small.settle();
        String big = "0123456789".repeat(777);
        small.append("big", big);
        small.append("b", "b");
        small.append("c", "c");
        small.settle();
        small.crashAndMarkDown(2);
        small.loseStore(2);
        small.settle();
        small.boot(2);
        small.settle();
        assertThat(small.pg(0).state()).isEqualTo(PgState.ACTIVE);
        assertThat(small.stored(2, "big")).isEqualTo(big);
        assertThat(small.stored(2, "b")).isEqualTo("b");
        assertThat(small.stored(2, "c")).isEqualTo("c");
        small.close();
    }

    @Test
    void anIntervalThatWentActiveOnOthersBlocksUntilOneOfThemReturns() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.crashAndMarkDown(0);
        world.settle();
        // Only 1 and 2 have this one.
        acknowledged(world.append("a", "2"));
        world.crash(1);
        world.crash(2);
        world.markDown(1, 2);
        world.publish(m -> m.minSize = 1);
        world.boot(0);
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.DOWN);
        assertThat(world.pg(0).stat().state()).startsWith("down").contains("1, 2");
        PgWorld.Op waiting = world.read("a");
        world.settle();
        assertThat(waiting.replied).isFalse();

        world.boot(2);
        // osd.1 is not known to be dead: a lease it may have been promised has to expire.
        world.run(20 * PgWorld.SECOND);
        assertThat(waiting.replied).isTrue();
        assertThat(waiting.output).isEqualTo("12");
        holdsEverywhere("a", "12", 0, 2);
    }

    @Test
    void membersThatReturnWithNewStoresDoNotPassForThoseThatHadTheWrites() {
        threeServe();
        acknowledged(world.append("a", "1"));
        for (int id : new int[] {0, 1, 2}) {
            world.crash(id);
        }
        world.markDown(0, 1, 2);
        world.loseStore(0);
        world.loseStore(1);
        world.boot(0, 1);
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.DOWN);
        world.boot(2);
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        holdsEverywhere("a", "1", 0, 1, 2);
    }

    @Test
    void withEveryStoreLostThePgIsIncompleteAndNotSilentlyEmpty() {
        threeServe();
        acknowledged(world.append("a", "1"));
        for (int id : new int[] {0, 1, 2}) {
            world.crash(id);
            world.loseStore(id);
        }
        world.markDown(0, 1, 2);
        world.boot(0, 1, 2);
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.INCOMPLETE);
    }

    @Test
    void osdsDeclaredLostNoLongerBlock() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.crashAndMarkDown(0);
        world.settle();
        acknowledged(world.append("a", "2"));
        world.crash(1);
        world.crash(2);
        world.markDown(1, 2);
        world.boot(0);
        world.boot(3);
        world.publish(m -> m.order = java.util.List.of(0, 3, 1, 2));
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.DOWN);
        world.publish(m -> {
            m.lostAt.put(1, m.epoch);
            m.lostAt.put(2, m.epoch);
        });
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        holdsEverywhere("a", "1", 0, 3);
    }

    @Test
    void aStalePrimaryThatHearsNoMapsAcknowledgesNothing() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.deaf(0);
        world.cut((from, to) -> from == 0 || to == 0);
        world.markDown(0);
        PgWorld.Op stale = world.send(0, world.appendOp(world.newReqid(), "a", "x"));
        world.run(30 * PgWorld.SECOND);
        assertThat(stale.replied).isFalse();
        assertThat(world.pg(1).state()).isEqualTo(PgState.ACTIVE);
        acknowledged(world.append("a", "2"));

        world.healNetwork();
        world.settle();
        assertThat(stale.replied).isFalse();
        assertThat(stale.dropped).isTrue();
        world.boot(0);
        world.settle();
        holdsEverywhere("a", "12", 0, 1, 2);
    }

    @Test
    void aStalePrimaryServesNoReadOnceTheNextOneMayHaveWritten() {
        threeServe();
        acknowledged(world.append("a", "1"));
        int old = world.map().epoch;
        world.deaf(0);
        world.cut((from, to) -> from == 0 || to == 0);
        world.markDown(0);
        PgWorld.Op early = world.send(0, world.readOp("a", old));
        assertThat(early.replied).as("within the lease").isTrue();
        PgWorld.Op write = world.append("a", "2");
        while (!write.replied) {
            world.run(100 * PgWorld.MILLI);
            PgWorld.Op stale = world.send(0, world.readOp("a", old));
            assertThat(stale.replied && write.replied).isFalse();
        }
        world.run(PgWorld.SECOND);
        assertThat(world.send(0, world.readOp("a", old)).replied).isFalse();
        assertThat(world.read("a").output).isEqualTo("12");
    }

    @Test
    void aDeadPrimarysLeaseIsNotWaitedFor() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.crashAndMarkDown(0);
        world.run(PgWorld.SECOND);
        assertThat(world.pg(1).state()).isEqualTo(PgState.ACTIVE);
    }

    @Test
    void aReadWaitsForTheWriteThatItSees() {
        threeServe();
        world.lose((to, m) -> m instanceof PeerMessage.RepOp);
        PgWorld.Op write = world.append("a", "1");
        PgWorld.Op read = world.read("a");
        PgWorld.Op other = world.read("b");
        world.run(PgWorld.SECOND);
        assertThat(read.replied).isFalse();
        assertThat(other.result).isEqualTo(Errno.ENOENT.result());
        world.healNetwork();
        acknowledged(write);
        assertThat(read.output).isEqualTo("1");
    }

    @Test
    void aRequestWhoseClientIsShutOutWhileItWaitsIsRefused() {
        threeServe();
        world.lose((to, m) -> m instanceof PeerMessage.RepOp);
        PgWorld.Op write = world.append("a", "1");
        PgWorld.Op read = world.read("a");
        PgWorld.Op behind = world.append("a", "2");
        world.run(PgWorld.SECOND);
        read.gate = Errno.ESHUTDOWN.result();
        behind.gate = Errno.ESHUTDOWN.result();
        world.healNetwork();
        acknowledged(write);
        assertThat(read.result).isEqualTo(Errno.ESHUTDOWN.result());
        assertThat(behind.result).isEqualTo(Errno.ESHUTDOWN.result());
        holdsEverywhere("a", "1", 0, 1, 2);
    }

    @Test
    void belowMinSizeThePgWaits() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.crashAndMarkDown(1);
        world.crashAndMarkDown(2);
        PgWorld.Op op = world.append("a", "2");
        world.settle();
        assertThat(world.pg(0).state()).isEqualTo(PgState.PEERED);
        assertThat(op.replied).isFalse();
        world.boot(1);
        acknowledged(op);
        holdsEverywhere("a", "12", 0, 1);
    }

    @Test
    void mapsThatReachMembersInAnotherOrderThanMessagesDoNotConfuseThem() {
        world.boot(0, 1, 2);
        world.deaf(2);
        world.createPool();
        world.run(PgWorld.SECOND);
        PgWorld.Op op = world.append("a", "1");
        world.run(PgWorld.SECOND);
        assertThat(op.replied).isFalse();
        world.healNetwork();
        acknowledged(op);
        holdsEverywhere("a", "1", 0, 1, 2);
    }

    @Test
    void aCopyThatIsNoLongerNeededIsRemovedOnceThePgIsClean() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.boot(3);
        world.publish(m -> m.order = java.util.List.of(0, 1, 3, 2));
        world.settle();
        holdsEverywhere("a", "1", 0, 1, 3);
        world.run(60 * PgWorld.SECOND);
        assertThat(world.pg(2)).isNull();
        assertThat(world.node(2).store.listCollections()).doesNotContain(CollectionId.of(PgWorld.PGID));
    }

    @Test
    void aDeletedPoolsPgIsRemovedAndItsRequestsDropped() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.lose((to, m) -> m instanceof PeerMessage.RepOp);
        PgWorld.Op op = world.append("a", "2");
        world.publish(m -> m.poolExists = false);
        world.settle();
        assertThat(op.dropped).isTrue();
        assertThat(world.pg(0)).isNull();
    }

    @Test
    void aRemovalThatACrashCutShortLeavesNothingInTheNextCopy() {
        threeServe();
        acknowledged(world.append("a", "1"));
        world.crashAndMarkDown(2);
        CollectionId collection = CollectionId.of(PgWorld.PGID);
        Transaction halfRemoved =
                new Transaction(collection).touch(TestOp.objectOf("ghost")).omapClear(collection.metaObject());
        world.node(2).store.apply(halfRemoved);
        world.boot(2);
        world.settle();
        assertThat(world.pg(0).stat().state()).isEqualTo("active+clean");
        holdsEverywhere("a", "1", 2);
        assertThat(world.stored(2, "ghost")).isNull();
    }

    @Test
    void aPgSurvivesTheRestartOfEveryProcess() {
        threeServe();
        OsdReqId reqid = world.newReqid();
        acknowledged(world.append(reqid, "a", "1"));
        for (int id : new int[] {0, 1, 2}) {
            world.crash(id);
        }
        world.markDown(0, 1, 2);
        world.boot(2, 1, 0);
        world.run(30 * PgWorld.SECOND);
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        acknowledged(world.append(reqid, "a", "1"));
        holdsEverywhere("a", "1", 0, 1, 2);
    }
}

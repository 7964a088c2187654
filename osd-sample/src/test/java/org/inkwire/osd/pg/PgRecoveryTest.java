// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.host.PgOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A PG serves while its copies are completed. */
final class PgRecoveryTest {
    private static final int OBJECTS = 40;

    private PgWorld world = new PgWorld(11, 5);

    @AfterEach
    void releaseStores() {
        world.close();
    }

    private static PgOptions options(int logEntries, int writesBehind) {
        PgOptions d = PgOptions.DEFAULT;
        return new PgOptions(
                d.readLease(), d.retry(), d.strayNotify(), logEntries, 1000, 8, 1, writesBehind, Duration.ZERO);
    }

    private void begin(PgOptions options) {
        world.close();
        world = new PgWorld(11, 5, options);
        world.boot(0, 1, 2);
        world.createPool();
        world.settle();
    }

    private void write(String text) {
        for (int i = 0; i < OBJECTS; i++) {
            world.append("o" + i, text);
        }
        world.settle();
    }

    private void holdEverything(String content, int... osds) {
        for (int i = 0; i < OBJECTS; i++) {
            for (int osd : osds) {
                assertThat(world.stored(osd, "o" + i))
                        .as("o%d on osd.%d", i, osd)
                        .isEqualTo(content);
            }
        }
    }

    private String state() {
        return world.pg(world.map().primary()).stat().state();
    }

    private PgWorld.Op answered(PgWorld.Op op) {
        world.run(PgWorld.SECOND);
        assertThat(op.replied).as("answered").isTrue();
        assertThat(op.result).isZero();
        return op;
    }

    private void returnBehind(int osd) {
        world.crashAndMarkDown(osd);
        world.settle();
        write("2");
        world.lose((to, m) -> m instanceof PeerMessage.FetchObjects || m instanceof PeerMessage.Recover);
        world.boot(osd);
        world.run(PgWorld.SECOND);
    }

    // ---- by log

    @Test
    void aMemberThatMissedWritesServesAgainBeforeItHasTheObjects() {
        begin(options(3000, 3000));
        write("1");
        returnBehind(2);
        assertThat(world.map().acting()).containsExactly(0, 1, 2);
        assertThat(state()).isEqualTo("active+recovering+degraded");
        assertThat(world.pg(0).stat().counts().objectCopiesDegraded()).isEqualTo(OBJECTS);
        assertThat(world.stored(2, "o7")).isEqualTo("1");
        assertThat(answered(world.read("o7")).output).isEqualTo("12");
        answered(world.append("new", "x"));
        world.healNetwork();
        world.settle();
        assertThat(state()).isEqualTo("active+clean");
        holdEverything("12", 0, 1, 2);
    }

    @Test
    void aWriteToAnObjectThatIsMissingAtAMemberWaitsUntilItIsThere() {
        begin(options(3000, 3000));
        write("1");
        returnBehind(2);
        PgWorld.Op write = world.append("o39", "3");
        PgWorld.Op readBehind = world.read("o39");
        world.run(PgWorld.SECOND);
        assertThat(write.replied).isFalse();
        assertThat(readBehind.replied).as("out of order").isFalse();
        world.healNetwork();
        world.settle();
        assertThat(write.result).isZero();
        assertThat(readBehind.output).isEqualTo("123");
        for (int osd : new int[] {0, 1, 2}) {
            assertThat(world.stored(osd, "o39")).isEqualTo("123");
        }
    }

    @Test
    void aPrimaryFetchesWhatItsReadersWantFirst() {
        begin(options(3000, 3000));
        write("1");
        world.crashAndMarkDown(0);
        world.settle();
        write("2");
        List<String> order = new ArrayList<>();
        world.lose((to, m) -> {
            if (m instanceof PeerMessage.FetchObjects fetch && order.size() < 1000) {
                fetch.wanted().forEach(object -> order.add(object.oid()));
                return !fetch.wanted().get(0).oid().equals("o33");
            }
            return false;
        });
        world.boot(0);
        world.run(PgWorld.SECOND);
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        PgWorld.Op read = world.read("o33");
        // The object in progress and the resend of its request come first.
        world.run(4 * PgWorld.SECOND);
        assertThat(world.stored(0, "o1")).isEqualTo("1");
        world.healNetwork();
        world.settle();
        assertThat(read.output).isEqualTo("12");
        assertThat(order.indexOf("o33")).as("in %s", order).isBetween(0, 4);
        holdEverything("12", 0, 1, 2);
    }

    @Test
    void writesThatNobodyElseSawAreUndoneFromTheOthers() {
        begin(options(3000, 3000));
        write("1");
        world.lose((to, m) -> m instanceof PeerMessage.RepOp);
        world.append("o1", "lost");
        world.append("fresh", "lost");
        world.delete(world.newReqid(), "o2");
        world.run(PgWorld.SECOND);
        assertThat(world.stored(0, "o1")).isEqualTo("1lost");
        world.crashAndMarkDown(0);
        world.healNetwork();
        world.settle();
        answered(world.append("o3", "2"));
        world.boot(0);
        world.settle();
        assertThat(state()).isEqualTo("active+clean");
        assertThat(world.stored(0, "o1")).isEqualTo("1");
        assertThat(world.stored(0, "o2")).isEqualTo("1");
        assertThat(world.stored(0, "o3")).isEqualTo("12");
        assertThat(world.stored(0, "fresh")).isNull();
    }

    @Test
    void whatIsMissingIsStillMissingAfterARestart() {
        begin(options(3000, 3000));
        write("1");
        returnBehind(2);
        assertThat(world.pg(2).info().numMissing()).isEqualTo(OBJECTS);
        // Its log has everything, so nothing but its record says that it lacks objects.
        world.crashAndMarkDown(2);
        world.settle();
        world.boot(2);
        world.run(PgWorld.SECOND);
        assertThat(state()).isEqualTo("active+recovering+degraded");
        world.healNetwork();
        world.settle();
        holdEverything("12", 0, 1, 2);
    }

    @Test
    void anObjectThatOnlyADownOsdHasIsUnfoundAndNeitherLostNorRolledBack() {
        begin(options(3000, 3000));
        world.publish(m -> m.minSize = 1);
        write("1");
        world.crashAndMarkDown(1);
        returnBehind(2);
        // Acting are 0 and 2, and all that was written last is missing at 2.
        world.crashAndMarkDown(0);
        world.healNetwork();
        world.settle();
        assertThat(world.map().acting()).containsExactly(2);
        assertThat(state()).isEqualTo("active+recovery_unfound+undersized+degraded");
        assertThat(world.pg(2).stat().counts().objectsUnfound()).isEqualTo(OBJECTS);
        assertThat(world.pg(2).detail().unfound()).hasSize(OBJECTS);
        PgWorld.Op read = world.read("o5");
        PgWorld.Op write = world.append("o6", "3");
        answered(world.append("other", "x"));
        // An older copy does not help.
        world.boot(1);
        world.settle();
        assertThat(read.replied).isFalse();
        assertThat(write.replied).isFalse();
        world.boot(0);
        world.settle();
        holdEverything("12", 0, 1, 2);
        answered(world.append("o6", "3"));
        assertThat(state()).isEqualTo("active+clean");
    }

    @Test
    void aSourceOutsideTheActingSetIsKeptAndUsedUntilNothingIsMissing() {
        begin(options(3000, 3000));
        world.publish(m -> m.minSize = 1);
        write("1");
        world.crashAndMarkDown(1);
        returnBehind(2);
        // 0 has everything that 2 lacks, and is no longer wanted.
        world.publish(m -> {
            m.size = 1;
            m.order = List.of(2);
            m.pgTemp = List.of(2);
        });
        world.healNetwork();
        world.settle();
        world.run(40 * PgWorld.SECOND);
        assertThat(state()).isEqualTo("active+clean");
        holdEverything("12", 2);
        assertThat(world.pg(0)).isNull();
    }

    @Test
    void anInterruptedRecoveryGoesOnWithAnotherPrimary() {
        begin(options(3000, 3000));
        write("1");
        returnBehind(2);
        world.crashAndMarkDown(0);
        world.healNetwork();
        world.settle();
        assertThat(world.map().primary()).isEqualTo(1);
        holdEverything("12", 1, 2);
        answered(world.append("o1", "3"));
    }

    @Test
    void flagNorecoverLeavesOnlyWhatRequestsNeed() {
        begin(options(3000, 3000));
        write("1");
        world.publish(m -> m.recoveryPaused = true);
        world.crashAndMarkDown(2);
        world.settle();
        write("2");
        world.boot(2);
        world.settle();
        assertThat(state()).isEqualTo("active+recovery_wait+degraded");
        answered(world.append("o4", "3"));
        assertThat(world.stored(2, "o4")).isEqualTo("123");
        assertThat(world.stored(2, "o5")).isEqualTo("1");
        world.publish(m -> m.recoveryPaused = false);
        world.settle();
        assertThat(world.stored(2, "o5")).isEqualTo("12");
    }

    // ---- backfill

    @Test
    void anEmptyMemberIsFilledWhileTheOthersServe() {
        begin(options(3000, 100));
        write("1");
        world.crashAndMarkDown(2);
        world.loseStore(2);
        world.settle();
        world.lose((to, m) -> m instanceof PeerMessage.Objects);
        world.boot(2);
        world.run(PgWorld.SECOND);
        assertThat(world.map().acting()).containsExactly(0, 1);
        assertThat(state()).isEqualTo("active+undersized+degraded+remapped+backfilling");
        for (int i = 0; i < OBJECTS; i += 2) {
            answered(world.append("o" + i, "2"));
        }
        answered(world.delete(world.newReqid(), "o1"));
        world.healNetwork();
        world.settle();
        assertThat(world.map().acting()).containsExactly(0, 1, 2);
        assertThat(world.map().pgTemp).isEmpty();
        assertThat(state()).isEqualTo("active+clean");
        for (int i = 2; i < OBJECTS; i++) {
            assertThat(world.stored(2, "o" + i)).isEqualTo(i % 2 == 0 ? "12" : "1");
        }
        assertThat(world.stored(2, "o1")).isNull();
    }

    @Test
    void anEmptyPrimaryLetsTheOthersServeUntilItIsFilled() {
        begin(options(3000, 100));
        write("1");
        world.crashAndMarkDown(0);
        world.loseStore(0);
        world.settle();
        world.lose((to, m) -> m instanceof PeerMessage.Objects);
        world.boot(0);
        world.run(PgWorld.SECOND);
        assertThat(world.map().acting()).containsExactly(1, 2);
        assertThat(answered(world.read("o3")).output).isEqualTo("1");
        world.healNetwork();
        world.settle();
        assertThat(world.map().acting()).containsExactly(0, 1, 2);
        holdEverything("1", 0, 1, 2);
    }

    @Test
    void anOldCopyThatTheLogDoesNotReachIsComparedAndNotCopiedWhole() {
        begin(options(10, 100));
        write("1");
        world.crashAndMarkDown(2);
        world.settle();
        for (int i = 0; i < 20; i++) {
            answered(world.append("o0", "2"));
        }
        List<String> fetched = new ArrayList<>();
        world.lose((to, m) -> {
            if (m instanceof PeerMessage.FetchObjects fetch) {
                fetch.wanted().forEach(object -> fetched.add(object.oid()));
            }
            return false;
        });
        world.boot(2);
        world.settle();
        assertThat(state()).isEqualTo("active+clean");
        assertThat(fetched).containsOnly("o0");
        assertThat(world.stored(2, "o0")).isEqualTo(world.stored(0, "o0"));
    }

    @Test
    void aCopyBeingFilledCountsForNothingEvenAfterARestart() {
        begin(options(3000, 100));
        write("1");
        world.crashAndMarkDown(2);
        world.loseStore(2);
        world.settle();
        world.lose((to, m) -> m instanceof PeerMessage.Objects);
        world.boot(2);
        world.run(PgWorld.SECOND);
        assertThat(world.pg(2).info().complete()).isFalse();
        world.crash(0);
        world.crash(1);
        world.crash(2);
        world.markDown(0, 1, 2);
        world.healNetwork();
        world.publish(m -> m.minSize = 1);
        world.boot(2);
        world.settle();
        assertThat(world.pg(2).state()).isEqualTo(PgState.DOWN);
        world.boot(1);
        world.run(30 * PgWorld.SECOND);
        assertThat(world.read("o3").output).isEqualTo("1");
        world.settle();
        holdEverything("1", 1, 2);
    }

    @Test
    void withTooFewCopiesThePgFillsOneBeforeItServes() {
        begin(options(3000, 100));
        write("1");
        world.crashAndMarkDown(1);
        world.crashAndMarkDown(2);
        world.loseStore(1);
        world.loseStore(2);
        world.settle();
        assertThat(state()).isEqualTo("undersized+degraded+peered");
        world.boot(1);
        world.settle();
        assertThat(state()).isEqualTo("active+undersized+degraded");
        holdEverything("1", 0, 1);
    }

    @Test
    void aTargetThatDiesAndAPrimaryThatDiesWhileItIsFilledOnlyDelayIt() {
        begin(options(3000, 100));
        write("1");
        world.crashAndMarkDown(2);
        world.loseStore(2);
        world.settle();
        world.lose((to, m) -> m instanceof PeerMessage.Objects && world.random().nextInt(3) > 0);
        world.boot(2);
        world.run(PgWorld.SECOND);
        world.crashAndMarkDown(2);
        world.run(PgWorld.SECOND);
        world.boot(2);
        world.run(3 * PgWorld.SECOND);
        world.publish(m -> m.minSize = 1);
        world.crashAndMarkDown(0);
        world.run(3 * PgWorld.SECOND);
        world.healNetwork();
        world.settle();
        answered(world.append("o1", "2"));
        world.boot(0);
        world.settle();
        assertThat(state()).isEqualTo("active+clean");
        assertThat(world.stored(2, "o1")).isEqualTo("12");
        assertThat(world.stored(0, "o1")).isEqualTo("12");
    }

    @Test
    void flagNobackfillKeepsTheOldSetServing() {
        begin(options(3000, 100));
        write("1");
        world.publish(m -> m.backfillPaused = true);
        world.boot(3);
        world.publish(m -> m.order = List.of(3, 1, 2));
        world.settle();
        assertThat(state()).isEqualTo("active+remapped+backfill_wait");
        assertThat(world.map().acting()).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(world.pg(world.map().primary()).stat().counts().objectCopiesMisplaced())
                .isEqualTo(OBJECTS);
        answered(world.append("o1", "2"));
        world.publish(m -> m.backfillPaused = false);
        world.settle();
        assertThat(world.map().acting()).containsExactly(3, 1, 2);
        assertThat(world.stored(3, "o1")).isEqualTo("12");
    }

    @Test
    void aStoreBeyondTheBackfillfullRatioIsNotFilledUntilThereIsRoom() {
        begin(options(3000, 100));
        write("1");
        world.boot(3);
        world.node(3).backfillFull = true;
        world.publish(m -> m.order = List.of(3, 1, 2));
        world.settle();
        assertThat(world.map().acting()).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(world.stored(3, "o1")).isNull();
        answered(world.append("o1", "2"));
        world.node(3).backfillFull = false;
        world.settle();
        assertThat(world.map().acting()).containsExactly(3, 1, 2);
        assertThat(world.stored(3, "o1")).isEqualTo("12");
    }

    // ---- acting sets

    @Test
    void osdsThatAreOutGoOnServingWhereCrushHasNoOthers() {
        begin(options(3000, 100));
        write("1");
        world.publish(m -> m.out.add(1));
        world.settle();
        world.publish(m -> m.out.add(2));
        world.settle();
        assertThat(world.map().upSet()).containsExactly(0);
        assertThat(world.map().acting()).containsExactly(0, 2, 1);
        assertThat(state()).isEqualTo("active+clean+remapped");
        assertThat(world.pg(0).stat().counts().objectCopiesMisplaced()).isEqualTo(2 * OBJECTS);
        assertThat(world.pg(0).stat().counts().objectCopiesDegraded()).isZero();
        answered(world.append("o1", "2"));
        world.publish(m -> m.out.clear());
        world.settle();
        assertThat(world.map().pgTemp).isEmpty();
        assertThat(state()).isEqualTo("active+clean");
    }

    @Test
    void anActingSetThatAnOperatorMadeIsUndone() {
        begin(options(3000, 100));
        write("1");
        world.publish(m -> m.pgTemp = List.of(2, 1, 0));
        world.settle();
        assertThat(world.map().pgTemp).isEmpty();
        assertThat(world.map().acting()).containsExactly(0, 1, 2);
        assertThat(state()).isEqualTo("active+clean");
    }

    @Test
    void aMemberThatHasJustStartedAndDoesNotAnswerYetIsNotWaitedFor() {
        begin(options(3000, 100));
        write("1");
        world.crashAndMarkDown(2);
        world.settle();
        world.cut((from, to) -> from == 2 || to == 2);
        world.boot(2);
        world.run(PgWorld.SECOND / 2);
        assertThat(world.pg(0).state()).isEqualTo(PgState.ACTIVE);
        assertThat(state()).contains("backfill_wait");
        answered(world.append("o1", "2"));
        world.healNetwork();
        world.settle();
        assertThat(world.map().acting()).containsExactly(0, 1, 2);
        assertThat(world.stored(2, "o1")).isEqualTo("12");
    }

    @Test
    void aChangedMindOfTheMonitorIsAskedForAgain() {
        begin(options(3000, 100));
        write("1");
        world.crashAndMarkDown(2);
        world.loseStore(2);
        world.settle();
        world.loseNextPgTemps(2);
        world.boot(2);
        world.settle();
        assertThat(world.map().acting()).containsExactly(0, 1, 2);
        assertThat(state()).isEqualTo("active+clean");
        holdEverything("1", 2);
    }
}

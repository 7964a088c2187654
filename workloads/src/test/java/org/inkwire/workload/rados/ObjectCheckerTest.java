// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.inkwire.cluster.osd.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectCheckerTest {
    private static final int LENGTH = 16;
    private static final long NONE = Outcome.NO_VERSION;

    private final HistoryBuilder history = new HistoryBuilder();

    private static Step full(long tag) {
        return new Step.WriteFull(LENGTH, tag);
    }

    private static Step append(long tag) {
        return new Step.Append(LENGTH, tag);
    }

    private void isLegal() {
        assertThat(history.verdict()).isInstanceOf(Verdict.Legal.class);
    }

    private void isViolation() {
        assertThat(history.verdict()).isInstanceOf(Verdict.Violation.class);
    }

    // ---- reads

    @Test
    void readAfterAcknowledgedWriteSeesIt() {
        history.ask(1, full(1)).done(1);
        history.reads(2, 1, LENGTH, 1);
        isLegal();
    }

    @Test
    void staleReadIsFlagged() {
        history.ask(1, full(1)).done(1);
        history.ask(1, full(2)).done(2);
        history.reads(2, 1, LENGTH, 1);
        isViolation();
    }

    @Test
    void violationNamesTheAnswerThatIsOlderThanOneBefore() {
        history.ask(1, full(1)).done(1);
        history.ask(1, full(2)).done(2);
        history.reads(2, 1, LENGTH, 1);
        assertThat(history.verdict().toString())
                .containsSubsequence("an older version than was answered before:", "version=2", "version=1");
    }

    @Test
    void staleReadIsFlaggedWithoutVersionsToo() {
        history.ask(1, full(1)).done(NONE);
        history.ask(1, full(2)).done(NONE);
        history.reads(2, NONE, LENGTH, 1);
        isViolation();
    }

    @Test
    void readBesideWriteMaySeeItOrNot() {
        history.ask(1, full(1)).done(1);
        HistoryBuilder.Asked write = history.ask(1, full(2));
        history.reads(2, 1, LENGTH, 1);
        history.reads(3, 2, LENGTH, 2);
        write.done(2);
        isLegal();
    }

    @Test
    void whatOneReadSawALaterReadCannotMiss() {
        history.ask(1, full(1)).done(NONE);
        HistoryBuilder.Asked write = history.ask(1, full(2));
        history.reads(2, NONE, LENGTH, 2);
        history.reads(3, NONE, LENGTH, 1);
        write.done(NONE);
        isViolation();
    }

    @Test
    void lostObjectIsFlagged() {
        history.ask(1, full(1)).done(1);
        history.ask(2, new Step.Stat()).refused(Errno.ENOENT);
        isViolation();
    }

    @Test
    void readOfAnAbsentObjectIsLegalBeforeItIsMadeAndAfterItIsRemoved() {
        history.ask(2, new Step.Stat()).refused(Errno.ENOENT);
        history.ask(1, full(1)).done(1);
        history.ask(1, new Step.Remove()).done(2);
        history.ask(2, new Step.Stat()).refused(Errno.ENOENT);
        isLegal();
    }

    // ---- writes

    @Test
    void lostAcknowledgedWriteIsFlagged() {
        history.ask(1, append(1)).done(1);
        history.ask(1, append(2)).done(2);
        history.ask(1, append(3)).done(3);
        history.reads(2, 3, LENGTH, 1, 3);
        isViolation();
    }

    @Test
    void appendAppliedTwiceIsFlagged() {
        history.ask(1, append(1)).done(NONE);
        history.reads(2, NONE, LENGTH, 1, 1);
        isViolation();
    }

    @Test
    void appendOfUnknownOutcomeAppliedTwiceIsFlagged() {
        history.ask(1, append(1)).unknown();
        history.reads(2, 1, LENGTH, 1);
        history.reads(2, 2, LENGTH, 1, 1);
        isViolation();
    }

    @Test
    void writeOfUnknownOutcomeMayNeverHappen() {
        history.ask(1, full(1)).done(1);
        history.ask(1, append(2)).unknown();
        history.ask(2, append(3)).done(2);
        history.reads(2, 2, LENGTH, 1, 3);
        isLegal();
    }

    @Test
    void writeOfUnknownOutcomeMayHappenMuchLater() {
        history.ask(1, append(9)).unknown();
        history.ask(2, append(1)).done(1);
        history.reads(2, 1, LENGTH, 1);
        history.ask(2, append(2)).done(5);
        history.reads(2, 5, LENGTH, 1, 9, 2);
        isLegal();
    }

    @Test
    void writeOfUnknownOutcomeThatWasSeenCannotVanish() {
        history.ask(1, append(1)).done(1);
        history.ask(1, append(9)).unknown();
        history.reads(2, 2, LENGTH, 1, 9);
        history.reads(2, 3, LENGTH, 1);
        isViolation();
    }

    @Test
    void refusedWriteThatHappenedIsFlagged() {
        history.ask(1, full(1)).done(1);
        history.ask(1, new Step.Create(true), append(2)).refused(Errno.EEXIST);
        history.reads(2, 2, LENGTH, 1, 2);
        isViolation();
    }

    @Test
    void concurrentWritesMayTakeEffectInEitherOrder() {
        HistoryBuilder.Asked first = history.ask(1, append(1));
        HistoryBuilder.Asked second = history.ask(2, append(2));
        first.done(2);
        second.done(1);
        history.reads(3, 2, LENGTH, 2, 1);
        isLegal();
    }

    @Test
    void writesThatOverlapNotAtAllCannotSwap() {
        history.ask(1, append(1)).done(NONE);
        history.ask(2, append(2)).done(NONE);
        history.reads(3, NONE, LENGTH, 2, 1);
        isViolation();
    }

    @Test
    void oneClientsWritesInFlightTogetherCannotSwap() {
        HistoryBuilder.Asked first = history.ask(1, append(1));
        HistoryBuilder.Asked second = history.ask(1, append(2));
        first.done(NONE);
        second.done(NONE);
        history.reads(3, NONE, LENGTH, 2, 1);
        isViolation();
    }

    // ---- versions

    @Test
    void versionThatGoesBackIsFlagged() {
        history.ask(1, full(1)).done(5);
        history.ask(1, full(2)).done(4);
        isViolation();
    }

    @Test
    void oneVersionForTwoChangesIsFlagged() {
        HistoryBuilder.Asked first = history.ask(1, full(1));
        history.ask(2, full(2)).done(5);
        first.done(5);
        isViolation();
    }

    @Test
    void readWithAnotherVersionThanItsContentIsFlagged() {
        history.ask(1, full(1)).done(5);
        history.ask(1, full(2)).done(6);
        history.reads(2, 6, LENGTH, 1);
        isViolation();
    }

    @Test
    void versionsGrowAcrossRemoval() {
        history.ask(1, full(1)).done(5);
        history.ask(1, new Step.Remove()).done(6);
        history.ask(1, full(2)).done(1);
        isViolation();
    }

    @Test
    void zeroOnAnAbsentObjectHasNoVersionOfItsOwn() {
        history.ask(1, new Step.Zero(0, 8)).done(0);
        history.ask(1, full(1)).done(1);
        history.ask(1, new Step.Zero(100, 8)).done(1);
        history.reads(2, 1, LENGTH, 1);
        isLegal();
    }

    // ---- guards and attributes

    @Test
    void changeThatHadNothingToDoMayBeAnsweredWithoutItsObjectsVersion() {
        history.ask(1, full(1)).done(1);
        history.ask(1, new Step.Zero(100, 8)).done(0);
        isLegal();
    }

    @Test
    void changeThatHadSomethingToDoIsNotAnsweredWithoutAVersion() {
        history.ask(1, full(1)).done(1);
        history.ask(1, new Step.Zero(0, 8)).done(0);
        isViolation();
    }

    @Test
    void assertedVersionTellsOnWhichSideItIs() {
        history.ask(1, full(1)).done(5);
        history.ask(1, new Step.AssertVersion(4), append(2)).refused(Errno.ERANGE);
        history.ask(1, new Step.AssertVersion(6), append(3)).refused(Errno.EOVERFLOW);
        history.ask(1, new Step.AssertVersion(5), append(4)).done(6);
        history.reads(2, 6, LENGTH, 1, 4);
        isLegal();
    }

    @Test
    void assertedVersionThatCannotHaveBeenIsFlagged() {
        history.ask(1, full(1)).done(5);
        history.ask(1, new Step.AssertVersion(4), append(2)).done(6);
        isViolation();
    }

    @Test
    void assertedVersionMayBeThatOfAChangeOfUnknownOutcome() {
        history.ask(1, full(1)).done(5);
        history.ask(1, append(2)).unknown();
        history.ask(2, new Step.AssertVersion(7), append(3)).done(8);
        history.reads(2, 8, LENGTH, 1, 2, 3);
        isLegal();
    }

    @Test
    void exclusiveCreateCannotSucceedTwice() {
        HistoryBuilder.Asked first = history.ask(1, new Step.Create(true));
        HistoryBuilder.Asked second = history.ask(2, new Step.Create(true));
        first.done(NONE);
        second.done(NONE);
        isViolation();
    }

    @Test
    void attributesAndOmapAreCheckedAsContentIs() {
        history.ask(1, new Step.SetXattr("a", 1), new Step.OmapSet("k", 2)).done(1);
        history.ask(2, new Step.GetXattr("a")).done(1, 1);
        history.ask(1, new Step.RemoveXattr("a")).done(2);
        history.ask(2, new Step.GetXattr("a")).refused(Errno.ENODATA);
        isLegal();
        history.ask(2, new Step.GetXattr("a")).done(2, 1);
        isViolation();
    }

    @Test
    void comparedAttributeThatWasAnotherIsFlagged() {
        history.ask(1, new Step.SetXattr("a", 1)).done(1);
        history.ask(1, new Step.SetXattr("a", 2)).done(2);
        history.ask(2, new Step.CompareXattr("a", 1), append(3)).done(3);
        isViolation();
    }

    // ---- size

    /** Simulates a perfect server of one object for clients with many operations in flight. */
    private static List<HistoryOp> played(int operations, int clients, int unknownEvery, long seed) {
        record Pending(int id, int client, List<Step> steps, long invoked) {}
        Random random = new Random(seed);
        Deque<Pending> pending = new ArrayDeque<>();
        List<HistoryOp> history = new ArrayList<>();
        ObjectState state = ObjectState.UNBORN;
        long now = 0;
        for (int asked = 0; asked < operations || !pending.isEmpty(); ) {
            if (asked < operations && (pending.isEmpty() || pending.size() < 16 && random.nextBoolean())) {
                List<Step> steps = steps(asked, random);
                pending.add(new Pending(asked, random.nextInt(clients), steps, ++now));
                asked++;
                continue;
            }
            Pending p = pending.removeFirst();
            boolean lost = unknownEvery > 0 && p.id() % unknownEvery == 0;
            if (lost && random.nextBoolean()) {
                history.add(new HistoryOp(
                        p.id(), p.client(), p.steps(), p.invoked(), Long.MAX_VALUE, new Outcome.Unknown()));
                continue;
            }
            Steps.Effect effect = Steps.effects(p.steps(), state).get(0);
            long version = state.lowVersion();
            if (effect.changed()) {
                version++;
                state = effect.after().withVersion(version, version);
            }
            Outcome outcome = lost
                    ? new Outcome.Unknown()
                    : effect.errno() != 0
                            ? new Outcome.Refused(effect.errno())
                            : new Outcome.Done(version, effect.outputs());
            history.add(
                    new HistoryOp(p.id(), p.client(), p.steps(), p.invoked(), lost ? Long.MAX_VALUE : ++now, outcome));
        }
        return history;
    }

    private static List<Step> steps(int id, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> List.of(full(id));
            case 1, 2 -> List.of(append(id));
            case 3 -> List.of(new Step.Truncate(random.nextInt(100)));
            case 4 -> List.of(new Step.SetXattr("x", id));
            case 5 -> List.of(new Step.Zero(random.nextInt(100), 1 + random.nextInt(50)));
            default -> Step.lookAtAll();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void longHistoryTakesAboutOneConfigurationForEachOperation(long seed) {
        List<HistoryOp> long5000 = played(5_000, 4, 0, seed);
        assertThat(ObjectChecker.check(long5000, 5_100)).isInstanceOf(Verdict.Legal.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void longHistoryWithManyUnknownOutcomesStaysCheap(long seed) {
        List<HistoryOp> lossy = played(3_000, 4, 20, seed);
        assertThat(ObjectChecker.check(lossy, 200_000)).isInstanceOf(Verdict.Legal.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void oneWrongReadInALongHistoryIsFlagged(long seed) {
        List<HistoryOp> lossy = new ArrayList<>(played(1_000, 4, 20, seed));
        int at = lossy.size() / 2;
        while (!(lossy.get(at).outcome() instanceof Outcome.Done found
                && found.outputs().size() == 4)) {
            at++;
        }
        HistoryOp right = lossy.get(at);
        Outcome.Done done = (Outcome.Done) right.outcome();
        List<Long> outputs = new ArrayList<>(done.outputs());
        outputs.set(1, outputs.get(1) + 1);
        Outcome wrong = new Outcome.Done(done.version(), outputs);
        lossy.set(
                at, new HistoryOp(right.id(), right.client(), right.steps(), right.invoked(), right.returned(), wrong));
        assertThat(ObjectChecker.check(lossy, 2_000_000)).isInstanceOf(Verdict.Violation.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handwritten histories: node 1 sends to node 2, on one priority unless stated otherwise. */
class DeliveryCheckerTest {
    private static final int A = 1;
    private static final int B = 2;
    private static final int PRIORITY = 127;

    private final DeliveryChecker checker = new DeliveryChecker();

    private int legOfA(Guarantee guarantee) {
        return checker.open(A, B, guarantee, true);
    }

    private int legOfB(Guarantee guarantee) {
        return checker.open(B, A, guarantee, false);
    }

    private void send(int leg, int messages) {
        for (int i = 0; i < messages; i++) {
            checker.sent(leg, PRIORITY);
        }
    }

    private void deliver(int at, int from, int... indices) {
        for (int index : indices) {
            checker.delivered(at, from, PRIORITY, index, true);
        }
    }

    private void assertLegal() {
        checker.finish();
        assertThat(checker.violations()).isEmpty();
    }

    private void assertViolation(String text) {
        checker.finish();
        assertThat(checker.violations()).singleElement().asString().contains(text);
    }

    @Nested
    class OnEverySession {
        @ParameterizedTest
        @EnumSource
        void everythingInOrderIsLegal(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 3);
            deliver(b, a, 0, 1, 2);
            assertLegal();
            assertThat(checker.counts()).containsEntry("sent", 3L).containsEntry("delivered", 3L);
        }

        @ParameterizedTest
        @EnumSource
        void aMessageDeliveredTwiceIsFlagged(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 2);
            deliver(b, a, 0, 1, 1);
            assertViolation("message 0.127.1 at #1 (2 -> 1, " + guarantee + "): delivered twice");
        }

        @ParameterizedTest
        @EnumSource
        void changedContentIsFlagged(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 1);
            checker.delivered(b, a, PRIORITY, 0, false);
            checker.markedDown(a);
            assertViolation("content is not what was sent");
        }

        @ParameterizedTest
        @EnumSource
        void aMessageNobodySentIsFlagged(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 1);
            deliver(b, a, 0, 1);
            assertViolation("never sent, 1 were");
        }

        @ParameterizedTest
        @EnumSource
        void aMessageThatCameToAnotherNodeIsFlagged(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int elsewhere = checker.open(3, A, guarantee, false);
            send(a, 1);
            deliver(elsewhere, a, 0);
            checker.markedDown(a);
            assertViolation("was sent on #0 (1 -> 2");
        }

        @ParameterizedTest
        @EnumSource
        void aLostEndIsFlagged(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 4);
            deliver(b, a, 0, 1);
            assertViolation("lost 2..3 of 4, told of 0 remote resets");
        }

        @ParameterizedTest
        @EnumSource
        void nothingDeliveredIsFlagged(Guarantee guarantee) {
            int a = legOfA(guarantee);
            send(a, 2);
            assertViolation("lost 0..1 of 2");
        }

        @ParameterizedTest
        @EnumSource
        void theSendersMarkDownMayLoseTheEnd(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 3);
            deliver(b, a, 0);
            checker.markedDown(a);
            assertLegal();
            assertThat(checker.counts()).containsEntry("lost: sender marked down", 2L);
        }

        @ParameterizedTest
        @EnumSource
        void aMarkDownDoesNotExcuseAHole(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 4);
            deliver(b, a, 0, 2);
            checker.markedDown(a);
            checker.finish();
            assertThat(checker.violations()).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource
        void aStoppedReceiverMayLoseTheEnd(Guarantee guarantee) {
            int a = legOfA(guarantee);
            send(a, 3);
            checker.nodeStopped(B);
            assertLegal();
            assertThat(checker.counts()).containsEntry("lost: receiver stopped", 3L);
        }

        @ParameterizedTest
        @EnumSource
        void whatArrivesAtALegMarkedDownIsIgnored(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            send(a, 2);
            deliver(b, a, 0);
            checker.markedDown(b);
            deliver(b, a, 1);
            checker.markedDown(a);
            assertLegal();
            assertThat(checker.counts()).containsEntry("ignored", 1L);
        }

        @ParameterizedTest
        @EnumSource
        void prioritiesMayOvertakeEachOther(Guarantee guarantee) {
            int a = legOfA(guarantee);
            int b = legOfB(guarantee);
            checker.sent(a, 64);
            checker.sent(a, 196);
            checker.delivered(b, a, 196, 0, true);
            checker.delivered(b, a, 64, 0, true);
            assertLegal();
        }
    }

    @Nested
    class OnALossySession {
        private final int a = legOfA(Guarantee.LOSSY);
        private final int b = legOfB(Guarantee.LOSSY);

        @Test
        void aResetThatWasToldMayLoseTheEnd() {
            send(a, 3);
            deliver(b, a, 0);
            checker.reset(a);
            assertLegal();
            assertThat(checker.counts()).containsEntry("lost: reset", 2L);
        }

        @Test
        void aHoleIsFlaggedEvenIfAResetFollows() {
            send(a, 3);
            deliver(b, a, 0, 2);
            checker.reset(a);
            assertViolation("1 should come first on a lossy session");
        }

        @Test
        void swappedMessagesAreFlagged() {
            send(a, 2);
            deliver(b, a, 1, 0);
            checker.finish();
            assertThat(checker.violations())
                    .anySatisfy(v -> assertThat(v).contains("0 should come first on a lossy session"));
        }

        @Test
        void goingOnAtAnotherConnectionIsFlagged() {
            int other = legOfB(Guarantee.LOSSY);
            send(a, 2);
            deliver(b, a, 0);
            deliver(other, a, 1);
            checker.reset(a);
            assertViolation("a lossy session began on #1");
        }

        @Test
        void deliveryAfterTheResetWasToldIsFlagged() {
            send(a, 2);
            deliver(b, a, 0);
            checker.reset(b);
            deliver(b, a, 1);
            checker.reset(a);
            assertViolation("after the reset of this connection was told");
        }

        @Test
        void aRemoteResetIsFlagged() {
            checker.markedDown(b);
            checker.remoteReset(a);
            assertViolation("remote reset of #0 (1 -> 2, LOSSY) was told, which is lossy");
        }

        @Test
        void connectionsOfOnePairNeedNotKeepOrder() {
            int newer = legOfA(Guarantee.LOSSY);
            int other = legOfB(Guarantee.LOSSY);
            send(a, 1);
            checker.markedDown(a);
            send(newer, 1);
            deliver(other, newer, 0);
            deliver(b, a, 0);
            assertLegal();
        }
    }

    @Nested
    class OnALosslessSessionThatChecksResets {
        private final int a = legOfA(Guarantee.RESET_CHECKED);
        private final int b = legOfB(Guarantee.RESET_CHECKED);

        @Test
        void aHoleWithoutAResetIsFlagged() {
            send(a, 4);
            deliver(b, a, 0, 3);
            assertViolation("lost 1..2 of 4, told of 0 remote resets");
        }

        @Test
        void swappedMessagesAreFlagged() {
            send(a, 3);
            deliver(b, a, 0, 2, 1);
            checker.finish();
            assertThat(checker.violations())
                    .first()
                    .asString()
                    .contains("message 0.127.1")
                    .contains("out of order, 2 was delivered before");
        }

        @Test
        void aRemoteResetAccountsForWhatWasSentBefore() {
            send(a, 3);
            deliver(b, a, 0);
            checker.markedDown(b);
            checker.remoteReset(a);
            int again = legOfB(Guarantee.RESET_CHECKED);
            send(a, 1);
            deliver(again, a, 3);
            assertLegal();
            assertThat(checker.counts()).containsEntry("lost: remote reset", 2L);
        }

        @Test
        void aRemoteResetMayBeToldAfterTheMessagesThatFollowIt() {
            send(a, 3);
            deliver(b, a, 0);
            checker.markedDown(b);
            int again = legOfB(Guarantee.RESET_CHECKED);
            deliver(again, a, 2);
            checker.remoteReset(a);
            assertLegal();
        }

        @Test
        void aRemoteResetDoesNotAccountForWhatWasSentAfterIt() {
            send(a, 1);
            deliver(b, a, 0);
            checker.markedDown(b);
            checker.remoteReset(a);
            send(a, 2);
            deliver(legOfB(Guarantee.RESET_CHECKED), a, 2);
            assertViolation("lost 1 of 3, told of 1 remote resets");
        }

        @Test
        void oneRemoteResetAccountsForOneHoleOnly() {
            send(a, 5);
            deliver(b, a, 0);
            checker.markedDown(b);
            deliver(legOfB(Guarantee.RESET_CHECKED), a, 2, 4);
            checker.remoteReset(a);
            assertViolation("lost 3 of 5, told of 1 remote resets");
        }

        @Test
        void aMessageThatComesAgainAfterTheResetIsFlagged() {
            send(a, 2);
            deliver(b, a, 0, 1);
            checker.markedDown(b);
            checker.remoteReset(a);
            deliver(legOfB(Guarantee.RESET_CHECKED), a, 1);
            assertViolation("delivered twice");
        }

        @Test
        void aMessageFromBeforeTheResetIsFlagged() {
            send(a, 2);
            deliver(b, a, 0);
            checker.markedDown(a);
            int newer = legOfA(Guarantee.RESET_CHECKED);
            checker.remoteReset(b);
            send(newer, 1);
            deliver(b, newer, 0);
            deliver(b, a, 1);
            assertViolation("from before the reset, something of #2 (1 -> 2, RESET_CHECKED) was delivered already");
        }

        @Test
        void aResetIsFlagged() {
            checker.reset(a);
            assertViolation("reset of #0 (1 -> 2, RESET_CHECKED) was told, which is lossless");
        }

        @Test
        void aRemoteResetWithoutACauseIsFlagged() {
            send(a, 1);
            deliver(b, a, 0);
            checker.remoteReset(a);
            assertViolation("was told without a cause");
        }

        @Test
        void aSecondRemoteResetOfOneCauseIsFlagged() {
            checker.markedDown(b);
            checker.remoteReset(a);
            checker.remoteReset(a);
            assertViolation("was told without a cause");
        }

        @Test
        void whatThePeerThrewAwayBeforeThisNodeBeganAnewIsNoCause() {
            checker.markedDown(b);
            checker.markedDown(a);
            int newer = legOfA(Guarantee.RESET_CHECKED);
            checker.remoteReset(newer);
            assertViolation("remote reset of #2 (1 -> 2, RESET_CHECKED) was told without a cause");
        }

        @Test
        void whatThePeerThrewAwaySinceThisNodeBeganAnewIsACause() {
            checker.markedDown(a);
            int newer = legOfA(Guarantee.RESET_CHECKED);
            checker.markedDown(b);
            checker.remoteReset(newer);
            assertLegal();
        }

        @Test
        void aResetOfADisposableLegMayLoseItsEnd() {
            send(a, 3);
            deliver(b, a, 0);
            checker.markedDisposable(a);
            checker.reset(a);
            assertThat(checker.isLive(a)).isFalse();
            assertLegal();
            assertThat(checker.counts()).containsEntry("lost: disposed", 2L);
        }

        @Test
        void aDisposableLegThatIsNotResetLosesNothing() {
            send(a, 3);
            deliver(b, a, 0);
            checker.markedDisposable(a);
            assertViolation("lost 1..2 of 3");
        }

        @Test
        void aDisposableLegThatEndedIsACauseOfOneRemoteReset() {
            checker.markedDisposable(b);
            checker.reset(b);
            checker.remoteReset(a);
            checker.remoteReset(a);
            assertViolation("remote reset of #0 (1 -> 2, RESET_CHECKED) was told without a cause");
        }

        @Test
        void thePeerMayBeToldFirstThatADisposableLegHasEnded() {
            checker.markedDisposable(b);
            checker.remoteReset(a);
            checker.reset(b);
            checker.remoteReset(a);
            assertViolation("remote reset of #0 (1 -> 2, RESET_CHECKED) was told without a cause");
        }

        @Test
        void aLateResetOfADisposableLegMayBeFollowedAtOnceByARemoteReset() {
            checker.markedDisposable(a);
            // The leg has ended, the peer has opened a new one and thrown it away, and this node learns of both at
            // once.
            checker.markedDown(b);
            checker.reset(a);
            checker.remoteReset(legOfA(Guarantee.RESET_CHECKED));
            assertLegal();
        }

        @Test
        void aRemoteResetForADisposableLegThatNeverEndsIsFlagged() {
            checker.markedDisposable(b);
            checker.remoteReset(a);
            assertViolation("#1 (2 -> 1, RESET_CHECKED), which is disposable but never ended");
        }

        @Test
        void deliveryAfterTheEndOfADisposableLegWasToldIsFlagged() {
            send(a, 1);
            checker.markedDisposable(b);
            checker.reset(b);
            deliver(b, a, 0);
            checker.markedDown(a);
            assertViolation("after the reset of this connection was told");
        }

        @Test
        void aSenderThatStoppedMayNotHaveHeardOfTheReset() {
            send(a, 3);
            deliver(b, a, 0, 2);
            checker.nodeStopped(A);
            assertLegal();
            assertThat(checker.counts()).containsEntry("lost: sender stopped", 1L);
        }

        @Test
        void aSenderThatMarksItsLegDownMayNotHaveHeardOfTheReset() {
            send(a, 2);
            deliver(b, a, 0);
            checker.markedDown(b);
            int again = legOfB(Guarantee.RESET_CHECKED);
            send(a, 2);
            deliver(again, a, 3);
            checker.markedDown(a);
            assertLegal();
        }

        @Test
        void aSenderThatMarksItsLegDownMissesNothingIfTheReceiverKeptItsOwn() {
            send(a, 4);
            deliver(b, a, 0, 3);
            checker.markedDown(a);
            assertViolation("lost 1..2 of 4");
        }

        @Test
        void aServerOwesNothingToAClientThatWentAway() {
            send(b, 2);
            checker.markedDown(a);
            assertThat(checker.owes(b)).isFalse();
            assertLegal();
            assertThat(checker.counts()).containsEntry("lost: receiver went away", 2L);
        }

        @Test
        void aServerOwesToAClientThatIsConnected() {
            send(b, 2);
            assertThat(checker.owes(b)).isTrue();
            assertViolation("lost 0..1 of 2");
        }
    }

    @Nested
    class OnALosslessSessionThatDoesNotCheckResets {
        private final int a = legOfA(Guarantee.UNCHECKED);
        private final int b = legOfB(Guarantee.UNCHECKED);

        @Test
        void whatWasUnacknowledgedMayComeAgainOnAReceiverThatForgot() {
            send(a, 3);
            deliver(b, a, 0, 1);
            checker.markedDown(b);
            deliver(legOfB(Guarantee.UNCHECKED), a, 1, 2);
            assertLegal();
            assertThat(checker.counts()).containsEntry("redelivered", 1L);
        }

        @Test
        void whatWasUnacknowledgedMayComeAgainOnAReceiverWhoseDisposableLegEnded() {
            send(a, 4);
            deliver(b, a, 0, 1);
            checker.markedDisposable(b);
            int again = legOfB(Guarantee.UNCHECKED);
            deliver(again, a, 1, 3);
            checker.reset(b);
            assertLegal();
            assertThat(checker.counts()).containsEntry("redelivered", 1L);
        }

        @Test
        void whatComesAgainOnAnOlderLegIsFlagged() {
            send(a, 2);
            int newer = legOfB(Guarantee.UNCHECKED);
            deliver(newer, a, 0, 1);
            checker.markedDisposable(newer);
            deliver(b, a, 1);
            assertViolation("delivered twice");
        }

        @Test
        void whatComesAgainOnTheSameLegIsFlagged() {
            send(a, 2);
            deliver(b, a, 0, 1, 0);
            checker.finish();
            assertThat(checker.violations()).first().asString().contains("delivered twice");
        }

        @Test
        void whatComesAgainOnALegThatReplacedALiveOneIsFlagged() {
            send(a, 2);
            deliver(b, a, 0, 1);
            deliver(legOfB(Guarantee.UNCHECKED), a, 1);
            assertViolation("delivered twice");
        }

        @Test
        void whatAReceiverForgotBeforeItDispatchedIsLost() {
            send(a, 3);
            deliver(b, a, 0);
            checker.markedDown(b);
            deliver(legOfB(Guarantee.UNCHECKED), a, 2);
            assertLegal();
        }

        @Test
        void aHoleAfterTheReceiverForgotIsFlagged() {
            send(a, 1);
            deliver(b, a, 0);
            checker.markedDown(b);
            int again = legOfB(Guarantee.UNCHECKED);
            send(a, 3);
            deliver(again, a, 1, 3);
            assertViolation("lost 2 of 4");
        }
    }

    @Nested
    class Asked {
        private final int a = legOfA(Guarantee.RESET_CHECKED);
        private final int b = legOfB(Guarantee.RESET_CHECKED);

        @Test
        void aLegIsSettledWhenAllArrived() {
            send(a, 2);
            assertThat(checker.isSettled(a)).isFalse();
            assertThat(checker.outstanding(a)).isEqualTo(2);
            deliver(b, a, 0, 1);
            assertThat(checker.isSettled(a)).isTrue();
            assertThat(checker.outstanding(a)).isZero();
        }

        @Test
        void aLegIsSettledWhenAResetWasToldAndUnsettledByTheNextMessage() {
            send(a, 2);
            checker.markedDown(b);
            checker.remoteReset(a);
            assertThat(checker.isSettled(a)).isTrue();
            assertThat(checker.remoteResets(a)).isEqualTo(1);
            send(a, 1);
            assertThat(checker.isSettled(a)).isFalse();
        }

        @Test
        void equalHistoriesHaveEqualDigestsAndOthersDoNot() {
            DeliveryChecker same = new DeliveryChecker();
            same.open(A, B, Guarantee.RESET_CHECKED, true);
            same.open(B, A, Guarantee.RESET_CHECKED, false);
            assertThat(same.digest()).isEqualTo(checker.digest());
            same.sent(a, PRIORITY);
            checker.sent(b, PRIORITY);
            assertThat(same.digest()).isNotEqualTo(checker.digest());
        }

        @Test
        void aDescriptionSaysHowFarEachPriorityIs() {
            send(a, 3);
            deliver(b, a, 0);
            assertThat(checker.describe(a)).isEqualTo("#0 (1 -> 2, RESET_CHECKED), priority 127: 1 of 3");
        }
    }
}

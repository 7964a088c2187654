// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.inkwire.msgr.fault.Interceptor.Verdict;
import org.inkwire.msgr.frame.Tag;
import org.junit.jupiter.api.Test;

/** Rules for whole families of table rows: the guarantees of the policies, independent of individual numbers. */
class TableRulesTest {
    private static final Set<Tag> OF_A_READY_SESSION =
            EnumSet.of(Tag.MESSAGE, Tag.ACK, Tag.KEEPALIVE2, Tag.KEEPALIVE2_ACK);

    /** Messages of B are w to z; all other letters are A's, or answers to them. */
    private static final IntPredicate OF_B = letter -> letter >= 'w';

    private final List<Row> rows = Table.load().rows();

    private List<Row> rows(Predicate<Row> wanted) {
        List<Row> found = rows.stream().filter(wanted).toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    private static boolean lossless(Row r) {
        return !r.pairing().lossy();
    }

    private static boolean isStopped(Row r, Verdict verdict) {
        Row.Stop stop = r.stop();
        return stop != null && stop.verdict() == verdict;
    }

    private static boolean isInHandshake(Row r) {
        Row.Stop stop = r.stop();
        return stop != null && !OF_A_READY_SESSION.contains(stop.place().point().tag());
    }

    private Outcome undisturbed(Row r) {
        return rows.stream()
                .filter(u -> u.stop() == null && u.pairing() == r.pairing() && u.scenario() == r.scenario())
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    private static String letters(String got, IntPredicate which) {
        return got.chars().filter(which).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String sorted(String got) {
        return got.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Test
    void aLosslessSessionDeliversEverythingOnceAndInOrderWhereverItIsStopped() {
        for (Row r : rows(TableRulesTest::lossless)) {
            Outcome without = undisturbed(r);
            assertThat(r.outcome().b().got())
                    .describedAs(r.toString())
                    .isEqualTo(without.b().got());
            for (IntPredicate from : List.of(OF_B, OF_B.negate())) {
                assertThat(letters(r.outcome().a().got(), from))
                        .describedAs(r.toString())
                        .isEqualTo(letters(without.a().got(), from));
            }
        }
    }

    @Test
    void aLossySessionRepeatsAndReordersNothingAndItsClientIsToldOfEveryLoss() {
        for (Row r : rows(r -> r.pairing().lossy())) {
            Outcome without = undisturbed(r);
            for (String got : List.of(r.outcome().a().got(), r.outcome().b().got())) {
                assertThat(got.chars().distinct().count()).isEqualTo(got.length());
                assertThat(got).describedAs(r.toString()).isEqualTo(sorted(got));
            }
            boolean lost = !r.outcome().a().got().equals(without.a().got())
                    || !r.outcome().b().got().equals(without.b().got());
            if (lost) {
                assertThat(r.outcome().a().resets()).describedAs(r.toString()).isPositive();
            }
        }
    }

    @Test
    void onlyLossySessionsEndWithAReset() {
        for (Row r : rows(TableRulesTest::lossless)) {
            assertThat(r.outcome().a().resets() + r.outcome().b().resets())
                    .describedAs(r.toString())
                    .isZero();
        }
    }

    @Test
    void aRemoteResetComesOnlyFromAPeerThatLostItsSession() {
        for (Row r : rows) {
            boolean peerOfA = lossless(r) && r.scenario() == Scenario.RESTART_OF_B;
            boolean peerOfB = lossless(r)
                    && r.scenario() == Scenario.RESTART_OF_A
                    && r.pairing().policyOfB.resetcheck();
            assertThat(r.outcome().a().remoteResets()).describedAs(r.toString()).isEqualTo(peerOfA ? 1 : 0);
            assertThat(r.outcome().b().remoteResets()).describedAs(r.toString()).isEqualTo(peerOfB ? 1 : 0);
        }
    }

    @Test
    void aFirstHandshakeThatIsStoppedCostsOneMoreConnectionAndNothingElseAtTheClient() {
        for (Row r : rows(r -> r.scenario() == Scenario.PLAIN && isInHandshake(r))) {
            Outcome.Tally a = r.outcome().a();
            Outcome.Tally without = undisturbed(r).a();
            assertThat(a)
                    .describedAs(r.toString())
                    .isEqualTo(new Outcome.Tally(without.dials() + 1, without.connects(), 0, 0, 0, 0, without.got()));
        }
    }

    @Test
    void aStatefulServerAndStatelessOnesNeverDial() {
        for (Row r : rows(r -> !r.pairing().peers())) {
            assertThat(r.outcome().b().dials()).isZero();
            assertThat(r.outcome().b().connects()).isZero();
        }
    }

    @Test
    void everyConnectHasAnAccept() {
        for (Row r : rows) {
            Outcome o = r.outcome();
            assertThat(o.a().connects()).describedAs(r.toString()).isLessThanOrEqualTo(o.b().accepts());
            assertThat(o.b().connects()).describedAs(r.toString()).isLessThanOrEqualTo(o.a().accepts());
            assertThat(o.a().connects()).isLessThanOrEqualTo(o.a().dials());
            assertThat(o.b().connects()).isLessThanOrEqualTo(o.b().dials());
        }
    }

    /** In SLOW_BEGINNING the peer says WAIT: the rest is delayed by {@code ms_max_backoff}, once or twice. */
    @Test
    void afterAFaultTheSessionGoesOnAtOnceAndAfterAStallWhenATimeOutIsOver() {
        for (Row r : rows(r -> r.scenario() != Scenario.SLOW_BEGINNING)) {
            long longer = r.outcome().waited() - undisturbed(r).waited();
            if (isStopped(r, Verdict.FAULT)) {
                assertThat(longer).describedAs(r.toString()).isBetween(0L, 2L);
            } else if (isInHandshake(r)) {
                assertThat(longer).describedAs(r.toString()).isBetween(0L, 12L);
            } else if (isStopped(r, Verdict.STALL)) {
                assertThat(longer).describedAs(r.toString()).isBetween(898L, 901L);
            }
        }
    }

    @Test
    void onlyADialWithoutAListenerIsRefused() {
        for (Row r : rows(r -> r.scenario() != Scenario.RESTART_OF_B)) {
            assertThat(r.outcome().a().refused() + r.outcome().b().refused()).isZero();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link Throttle}: taking, giving, waiting and leaving at the same time. */
public final class ThrottleRaces {
    private static final long MAX = 10;

    private ThrottleRaces() {}

    /** A full throttle of which one thread wants a part and another gives everything back. */
    @JCStressTest
    @Description("Nobody waits for room that is there.")
    @Outcome(id = "1, 5", expect = Expect.ACCEPTABLE, desc = "granted once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, granted twice, or miscounted")
    @State
    public static class TakerBesideGiver {
        private final Throttle throttle = new Throttle("races", MAX);
        private final AtomicInteger granted = new AtomicInteger();

        public TakerBesideGiver() {
            throttle.tryTake(MAX);
        }

        @Actor
        public void taker() {
            if (throttle.tryTake(5)) {
                granted.incrementAndGet();
            } else {
                throttle.take(5, granted::incrementAndGet);
            }
        }

        @Actor
        public void giver() {
            throttle.give(MAX);
        }

        @Arbiter
        public void end(II_Result result) {
            result.r1 = granted.get();
            result.r2 = (int) throttle.taken();
        }
    }

    /** Two threads want what only one of them can have. */
    @JCStressTest
    @Description("The bound holds.")
    @Outcome(id = "1, 0, 6", expect = Expect.ACCEPTABLE, desc = "the first")
    @Outcome(id = "0, 1, 6", expect = Expect.ACCEPTABLE, desc = "the second")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both or neither")
    @State
    public static class TwoTakers {
        private final Throttle throttle = new Throttle("races", MAX);

        @Actor
        public void first(III_Result result) {
            result.r1 = throttle.tryTake(6) ? 1 : 0;
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = throttle.tryTakeWithin(6) ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = (int) throttle.taken();
        }
    }

    /** A waiter leaves while room appears, with another behind it that fits only then. */
    @JCStressTest
    @Description("A waiter is either granted its amount or told that it left, and the next one gets its turn.")
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "it left")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "it was granted before")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both, neither, or the next one was forgotten")
    @State
    public static class LeaverBesideGiver {
        private final Throttle throttle = new Throttle("races", MAX);
        private final AtomicInteger granted = new AtomicInteger();
        private final AtomicInteger next = new AtomicInteger();
        private final Throttle.Waiter waiter;

        public LeaverBesideGiver() {
            throttle.tryTake(MAX);
            waiter = throttle.take(5, granted::incrementAndGet);
            throttle.take(5, next::incrementAndGet);
        }

        @Actor
        public void leaver(III_Result result) {
            result.r1 = waiter.cancel() ? 1 : 0;
        }

        @Actor
        public void giver() {
            throttle.give(MAX);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r2 = granted.get();
            result.r3 = next.get();
        }
    }
}

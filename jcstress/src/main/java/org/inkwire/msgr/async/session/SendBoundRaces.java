// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.SendLimits;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** {@link SendBound} and {@link SendLine}: senders, and the center that sends. */
public final class SendBoundRaces {
    private SendBoundRaces() {}

    private static SendLimits limits(int messages) {
        return new SendLimits(messages, 1 << 20, messages, 1 << 20);
    }

    /** Room for one message, and two senders. */
    @JCStressTest
    @Description("The bound holds.")
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the first")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the second")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both or neither")
    @State
    public static class TwoSenders {
        private final SendBound bound = new SendBound(limits(1), () -> {});

        @Actor
        public void first(III_Result result) {
            result.r1 = bound.tryAdd(new Note()) ? 1 : 0;
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = bound.tryAdd(new Note()) ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = bound.messages();
        }
    }

    /** The center sends a message of its own and is rid of it again, beside a sender. */
    @JCStressTest
    @Description("What the center counts for itself does not change what the others have counted.")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "both fit")
    @Outcome(expect = Expect.FORBIDDEN, desc = "refused or miscounted")
    @State
    public static class SenderBesideTheCenter {
        private final SendBound bound = new SendBound(limits(64), () -> {});

        @Actor
        public void sender(III_Result result) {
            result.r1 = bound.tryAdd(new Note()) ? 1 : 0;
        }

        @Actor
        public void center(III_Result result) {
            Note own = new Note();
            result.r2 = bound.tryAddHere(own) ? 1 : 0;
            bound.drop(own);
            bound.settle();
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = bound.messages();
        }
    }

    /** A sender finds the bound full and joins the line, while the center makes room. */
    @JCStressTest
    @Description("A pass follows when somebody waits and there is room.")
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "sent, and counted once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "left in line, or miscounted")
    @State
    public static class JoinerBesideTheCenter {
        private volatile boolean passRequested;
        private final SendBound bound = new SendBound(limits(1), this::onRoom);
        private final SendLine line = new SendLine(bound);
        private final Note before = new Note();
        private boolean direct;
        private int served;

        public JoinerBesideTheCenter() {
            bound.tryAdd(before);
        }

        private void onRoom() {
            if (line.isWanted()) {
                passRequested = true;
            }
        }

        @Actor
        public void sender() {
            Note note = new Note();
            if (line.isEmpty() && bound.tryAdd(note)) {
                direct = true;
            } else {
                line.join(note);
                passRequested = true;
            }
        }

        @Actor
        public void center() {
            bound.drop(before);
            bound.settle();
            if (passRequested) {
                passRequested = false;
                line.serve(message -> served++);
            }
        }

        @Arbiter
        public void end(III_Result result) {
            if (passRequested) {
                line.serve(message -> served++);
            }
            result.r1 = direct ? 1 : served;
            result.r2 = bound.messages();
            result.r3 = line.isEmpty() ? 1 : 0;
        }
    }
}

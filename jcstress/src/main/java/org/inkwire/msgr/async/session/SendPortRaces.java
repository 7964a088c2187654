// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link SendPort}: threads hand messages over to a center, which runs on its own thread all the time. */
public final class SendPortRaces {
    private static final EventCenter CENTER = NetworkStack.start(
                    StackConfig.defaults().withOpThreads(1).withMsType("async+select"))
            .newCenter("races");

    private SendPortRaces() {}

    /** Takes out what is there, as a connection does. */
    private static final class Taker implements SendPort.Owner {
        private @Nullable SendPort port;
        private int taken;

        @Override
        public void pass() {
            SendPort from = port;
            if (from == null) {
                return;
            }
            for (Message m = from.poll(); m != null; m = from.poll()) {
                taken++;
                from.bound().drop(m);
            }
            from.bound().settle();
        }

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void overflowed() {
            throw new AssertionError("two messages");
        }

        @Override
        public void dropTaken() {}
    }

    /** Two senders beside the center. */
    @JCStressTest
    @Description("Every message is taken by a pass, and no pass is forgotten.")
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "both were taken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "one lies in the inbox, and nobody comes for it")
    @State
    public static class TwoSenders {
        private final Taker taker = new Taker();
        private final SendPort port = new SendPort(CENTER, SendLimits.DEFAULT, taker, null);

        public TwoSenders() {
            taker.port = port;
        }

        @Actor
        public void first() {
            port.sendMessage(new Note());
        }

        @Actor
        public void second() {
            port.sendMessage(new Note());
        }

        @Arbiter
        public void end(II_Result result) {
            // Behind every pass that was requested before.
            result.r1 = CENTER.ask(() -> taker.taken).toCompletableFuture().join();
            result.r2 = port.bound().messages();
        }
    }
}

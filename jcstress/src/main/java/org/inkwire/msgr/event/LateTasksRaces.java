// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link LateTasks}: a task is submitted while its center ends. */
public final class LateTasksRaces {
    private LateTasksRaces() {}

    /** The loop is a queue here, which the owner empties for the last time after {@link LateTasks#stop}. */
    @JCStressTest
    @Description("What was accepted runs.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted, and ran")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "ran in the last pass, refused as the center ended")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted, but did not run")
    @State
    public static class SubmitterBesideTheEnd {
        private final LateTasks late = new LateTasks();
        private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
        private final AtomicInteger runs = new AtomicInteger();

        @Actor
        public void submitter(II_Result result) {
            Runnable task = runs::incrementAndGet;
            loop.add(task);
            result.r1 = late.acceptsPrepared(task) ? 1 : 0;
        }

        @Actor
        public void owner() {
            late.stop();
            for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
                task.run();
            }
            late.runAndEnd("races");
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = Math.min(1, runs.get());
        }
    }
}

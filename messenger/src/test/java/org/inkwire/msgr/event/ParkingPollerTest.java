// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.IoHandlerContext;
import io.netty.util.concurrent.Ticker;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParkingPollerTest {
    private final ParkingPoller poller = new ParkingPoller();

    /** What the loop answers, in order; it asks for no delay unless the poller is about to park. */
    private static final class Loop implements IoHandlerContext {
        private final Iterator<Boolean> mayBlock;
        private int parks;

        Loop(Boolean... mayBlock) {
            this.mayBlock = List.of(mayBlock).iterator();
        }

        @Override
        public boolean canBlock() {
            return mayBlock.next();
        }

        @Override
        public long delayNanos(long now) {
            parks++;
            return 1;
        }

        @Override
        public long deadlineNanos() {
            throw new AssertionError("not asked");
        }
    }

    @Test
    void itDoesNotParkWhileThereIsWork() {
        Loop loop = new Loop(false);
        poller.initialize();
        assertThat(poller.run(loop)).isZero();
        assertThat(loop.parks).isZero();
    }

    @Test
    void aTaskThatComesAfterTheFirstLookKeepsItFromParking() {
        Loop loop = new Loop(true, false);
        poller.initialize();
        poller.run(loop);
        assertThat(loop.parks).isZero();
    }

    @Test
    void anInterruptEndsOneParkOnly() {
        Loop loop = new Loop(true, true);
        poller.initialize();
        Thread.currentThread().interrupt();
        poller.run(loop);
        assertThat(loop.parks).isOne();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aWakeUpBeforeTheFirstPassIsHarmless() {
        poller.wakeup();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aCenterThatIsNotAWorkerRefusesSockets() {
        EventCenter center =
                new EventCenter("shard", Thread.currentThread(), executor -> poller, Ticker.systemTicker());
        assertThatThrownBy(center::requireSockets)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shard carries no sockets: it is not a worker");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerCountersTest {
    private final WorkerCounters counters = new WorkerCounters();

    @Test
    void activeConnectionsAreThoseCreatedAndNotClosed() {
        counters.connectionCreated();
        counters.connectionCreated();
        counters.connectionClosed();
        assertThat(counters.snapshot().createdConnections()).isEqualTo(2);
        assertThat(counters.snapshot().activeConnections()).isEqualTo(1);
    }

    @Test
    void aDoubleCloseDoesNotMakeActiveConnectionsNegative() {
        counters.connectionCreated();
        counters.connectionClosed();
        counters.connectionClosed();
        assertThat(counters.snapshot().activeConnections()).isZero();
        counters.connectionCreated();
        assertThat(counters.snapshot().activeConnections()).isEqualTo(1);
    }

    @Test
    void aReaderOnAnotherThreadNeverSeesACounterGoBackOrBelowZero() throws InterruptedException {
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 1_000_000; i++) {
                counters.connectionCreated();
                counters.messagesSent(1);
                counters.connectionClosed();
            }
        });
        writer.start();
        long sent = 0;
        do {
            WorkerCounters.Snapshot now = counters.snapshot();
            assertThat(now.sendMessages()).isGreaterThanOrEqualTo(sent);
            assertThat(now.activeConnections()).isNotNegative();
            sent = now.sendMessages();
        } while (writer.isAlive());
        writer.join();
        assertThat(counters.snapshot().sendMessages()).isEqualTo(1_000_000);
        assertThat(counters.snapshot().activeConnections()).isZero();
    }

    @Test
    void aPassCountsAsRunningFromItsFirstTaskToItsEnd() {
        ManualTicker ticker = new ManualTicker();
        EventCenter center = new EventCenter("c", Thread.currentThread(), NioIoHandler.newFactory(), ticker);
        center.submit(() -> ticker.now += 30);
        center.submit(() -> ticker.now += 12);
        ticker.now += 1000;
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(center.counters().snapshot().runningTotalNanos()).isEqualTo(42);
        ticker.now += 1000;
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(center.counters().snapshot().runningTotalNanos()).isEqualTo(42);
    }

    private static final class ManualTicker implements Ticker {
        private long now = 1;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public long initialNanoTime() {
            return 1;
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            throw new AssertionError("unexpected sleep");
        }
    }
}

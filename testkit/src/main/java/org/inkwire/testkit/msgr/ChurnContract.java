// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.event.Worker;
import org.inkwire.testkit.machine.Needs;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** Opens and closes thousands of connections on real sockets, and checks that nothing is left behind. */
public abstract class ChurnContract {
    private static final int CONNECTS = 10_000;

    /** Lets one-time initialization finish first. */
    private static final int WARM_UP = 500;

    private static final int WORKERS = 2;

    protected abstract EventDriver driver();

    /** Resources this process holds. */
    private record Held(int threads, long descriptors, long directBytes, int connections) {
        static Held now(TestMessengers messengers) {
            long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getOpenFileDescriptorCount()
                    : 0;
            return new Held(
                    ourThreads(),
                    descriptors,
                    messengers.allocator().metric().usedDirectMemory(),
                    messengers.stack().workers().stream()
                            .mapToInt(Worker::connections)
                            .sum());
        }

        /** Worker and dispatch threads; the JVM's other threads are not ours. */
        private static int ourThreads() {
            return (int) Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("test-") || name.startsWith("ms_dispatch"))
                    .count();
        }

        boolean isWithin(Held limit) {
            return threads <= limit.threads
                    && descriptors <= limit.descriptors
                    && directBytes <= limit.directBytes
                    && connections <= limit.connections;
        }
    }

    private static ConditionFactory eventually() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(TestMessengers.PATIENCE);
    }

    private static void churn(Messenger client, Messenger server, int connects) {
        for (int i = 0; i < connects; i++) {
            Connection c = client.connectTo(EntityType.MON, server.addrs());
            c.sendMessage(new TextMessage("x", Unpooled.directBuffer(64).writeZero(64)));
            if (i % 4 == 0) {
                // Otherwise, close it at a random point of its handshake.
                eventually().until(c::isConnected);
            }
            c.markDown();
            c.markDown();
        }
    }

    @Test
    void tenThousandConnectsAndClosesLeaveThreadsDescriptorsAndDirectMemoryWhereTheyWere() {
        EventDriver driver = driver();
        String cause = driver.unavailabilityCause();
        Needs.skipIf(cause == null ? null : driver.name() + " cannot run here: " + cause);
        try (TestMessengers messengers = new TestMessengers(driver, WORKERS)) {
            Messenger server = messengers.server(
                    EntityName.mon(0), Policy.statelessServer(), RecordingDispatcher.fast(RecordingDispatcher::echo));
            Messenger client =
                    messengers.client(EntityName.client(7), Policy.lossyClient(), RecordingDispatcher.silent());
            churn(client, server, WARM_UP);
            Held before = eventually()
                    .until(() -> Held.now(messengers), held -> held.connections == 0 && held.directBytes == 0);
            churn(client, server, CONNECTS);
            eventually().untilAsserted(() -> {
                Held after = Held.now(messengers);
                assertThat(after.isWithin(before))
                        .as("before %s, after %s", before, after)
                        .isTrue();
            });
            assertThat(before.threads()).isPositive();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.MemoryCeiling;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.onwire.PartialFrameException;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/**
 * All throttles and limits together: a full messenger stays below its {@link MemoryCeiling}. A driver's test extends
 * this and names the driver.
 */
public abstract class MemoryCeilingContract extends FlowControlContract {
    // ---- the ceiling

    @Test
    void filledToTheBrimAMessengerStaysBelowItsMemoryCeiling() {
        int frontMax = 64 * KIB;
        int dataMax = 256 * KIB;
        int sent = 64 * KIB;
        SendLimits limits = new SendLimits(64, MIB, 128, 2 * MIB);
        PolicyThrottles clients =
                new PolicyThrottles(new Throttle("client_bytes", 2 * MIB), new Throttle("client_messages", 1000));
        MessengerConfig[] config = new MessengerConfig[1];
        Messenger server = server(hands, c -> {
            MessengerConfig.Builder tuned =
                    c.dispatchThrottleBytes(MIB).sendLimits(limits).maxSegmentBytes(frontMax, dataMax);
            config[0] = tuned.conclude();
            return tuned;
        });
        server.policy(EntityType.CLIENT, Policy.statelessServer().throttledBy(clients.bytes(), clients.messages()));
        server.start();
        List<ScriptedPeer> peers = new ArrayList<>();
        try {
            // Accept events must arrive before the dispatch thread blocks.
            for (int i = 0; i < 4; i++) {
                peers.add(dial(i < 2 ? EntityType.CLIENT : EntityType.OSD, server));
            }
            eventually(() -> assertThat(hands.accepted).hasSize(4));
            long ceiling = MemoryCeiling.of(config[0], List.of(clients), SendLimits.MESSAGE_BYTES + sent)
                    .bytes(peers.size());
            // First the receive side, because a server with much to send reads no requests: messages held by handlers,
            // then those waiting for dispatch.
            peers.subList(0, 2).forEach(peer -> bombard(peer, "op").start());
            eventually(() -> {
                assertThat(held()).isLessThanOrEqualTo(ceiling);
                assertThat(gauge(server, "client_bytes").waiting()).isEqualTo(2);
            });
            peers.subList(2, 4).forEach(peer -> bombard(peer, "bulk").start());
            eventually(() -> {
                assertThat(held()).isLessThanOrEqualTo(ceiling);
                assertThat(dispatchGauge(server).waiting()).isEqualTo(2);
            });

            // Then the send side.

            long highest = 0;
            int refused = 0;
            while (refused < 1000) {
                for (Connection c : hands.accepted) {
                    if (c.send(new TextMessage("push", data(sent)))
                            .toCompletableFuture()
                            .isCompletedExceptionally()) {
                        refused++;
                    }
                }
                highest = Math.max(highest, held());
                assertThat(highest).isLessThanOrEqualTo(ceiling);
            }
            assertThat(highest).as("that this is full at all").isGreaterThan(ceiling / 2);
            assertThat(hands.accepted).noneMatch(Connection::isClosed);
        } finally {
            peers.forEach(ScriptedPeer::close);
        }
    }

    @Test
    void smallMessagesToAPeerThatDoesNotReadTakeLittleMoreThanTheirBytes() {
        MessengerConfig[] config = new MessengerConfig[1];
        Messenger server = server(hands, c -> {
            MessengerConfig.Builder tuned = c.dispatchThrottleBytes(MIB)
                    .sendLimits(new SendLimits(64, MIB, 128, 2 * MIB))
                    .maxSegmentBytes(64 * KIB, 64 * KIB);
            config[0] = tuned.conclude();
            return tuned;
        });
        server.start();
        try (ScriptedPeer deaf = dial(EntityType.OSD, server)) {
            eventually(() -> assertThat(hands.accepted).hasSize(1));
            Connection connection = hands.accepted.get(0);
            long ceiling = MemoryCeiling.of(config[0], List.of(), SendLimits.MESSAGE_BYTES + KIB)
                    .bytes(1);
            long highest = 0;
            // Each in a pass of its own, until what the kernel and the socket take is full.
            while (connection.trySend(new TextMessage("push"))) {
                highest = Math.max(highest, held());
                assertThat(highest).isLessThanOrEqualTo(ceiling);
                LockSupport.parkNanos(1);
            }
            deaf.abort();
        }
    }

    private long held() {
        return messengers.allocator().metric().usedDirectMemory()
                + messengers.allocator().metric().usedHeapMemory();
    }

    /** Sends messages until they are no longer read, then until the peer is closed. */
    private static Thread bombard(ScriptedPeer peer, String text) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 1; i < 10_000; i++) {
                    peer.send(new TextMessage(text, Unpooled.buffer().writeZero((i % 2 + 1) * 9 * KIB)), i, 0);
                }
            } catch (UncheckedIOException | PartialFrameException e) {
                // The test is over, perhaps in the middle of a frame.
                return;
            }
            throw new AssertionError("somebody read it all");
        });
        thread.setDaemon(true);
        return thread;
    }
}

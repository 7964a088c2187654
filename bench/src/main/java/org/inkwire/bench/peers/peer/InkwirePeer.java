// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.inkwire.bench.EchoMessage;
import org.inkwire.bench.EchoMessengers;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.event.WaitStrategy;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * Our messenger: msgr2.1 in crc mode, auth none, one worker on each side.
 *
 * @param driver as {@code ms_type}
 * @param lossless sessions that survive a dropped connection
 * @param queued handlers run on the dispatch thread, which is then the sender too; otherwise on the worker
 * @param waiting what the worker and the dispatch thread do without work
 */
public record InkwirePeer(String driver, boolean lossless, boolean queued, WaitStrategy waiting) implements Peer {
    private static final long CONNECT_SECONDS = 20;

    private record Started(NetworkStack stack, Messenger messenger) {
        void close() {
            messenger.shutdown().toCompletableFuture().join();
            stack.shutdown().toCompletableFuture().join();
        }
    }

    private Started start(EntityName name, Policy policy, EchoMessengers.OnMessage handler) {
        NetworkStack stack = NetworkStack.start(
                StackConfig.defaults().withMsType(driver).withOpThreads(1).withWaiting(waiting));
        return new Started(stack, EchoMessengers.create(stack, name, policy, queued, handler));
    }

    @Override
    public Server serve() {
        Started started = start(
                EntityName.osd(0), lossless ? Policy.statefulServer() : Policy.statelessServer(), (c, message) -> {
                    int answer = message.answerBytes();
                    if (answer > 0) {
                        c.sendMessage(EchoMessage.of(message.stamp(), 0, Payloads.zeros(answer - Body.BYTES)));
                    }
                });
        started.messenger
                .bind(InetAddress.getLoopbackAddress(), 0, 0)
                .toCompletableFuture()
                .join();
        started.messenger.start();
        String address = started.messenger.addrs().toString();
        return new Server() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public void close() {
                started.close();
            }
        };
    }

    @Override
    public Client connect(String address, Answers answers) throws Exception {
        Started started = start(
                EntityName.client(1),
                lossless ? Policy.losslessClient() : Policy.lossyClient(),
                (c, message) -> answers.onAnswer(message.stamp()));
        started.messenger.start();
        Connection connection = started.messenger.connectTo(EntityType.OSD, EntityAddrVec.parse(address));
        awaitConnected(connection);
        return new Client() {
            @Override
            public void execute(Runnable task) {
                task.run();
            }

            @Override
            public void send(long stamp, int bytes, int answerBytes) {
                connection.sendMessage(EchoMessage.of(stamp, answerBytes, Payloads.zeros(bytes - Body.BYTES)));
            }

            @Override
            public void close() {
                started.close();
            }
        };
    }

    private static void awaitConnected(Connection connection) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        while (!connection.isConnected()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not connected after " + CONNECT_SECONDS + " s: " + connection);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}

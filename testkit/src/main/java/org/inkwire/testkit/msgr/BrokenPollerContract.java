// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.ServerChannel;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.event.Worker;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The poller of a worker fails for good: its thread ends. Its connections are reset, its listener moves to another worker
 * and accepts again, the connections of the others go on. A driver's test extends this and names the driver.
 */
public abstract class BrokenPollerContract extends DriverContract {
    private static final int CLIENTS = 6;

    /** A driver whose pollers can be made to fail. */
    private static final class Breakable implements EventDriver {
        private final EventDriver real;
        volatile String broken = "none";

        Breakable(EventDriver real) {
            this.real = real;
        }

        @Override
        public String name() {
            return real.name() + "-breakable";
        }

        @Override
        public int preference() {
            return 0;
        }

        @Override
        public @Nullable String unavailabilityCause() {
            return null;
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            IoHandlerFactory factory = real.ioHandlerFactory();
            return executor -> {
                IoHandler poller = factory.newHandler(executor);
                return new IoHandler() {
                    @Override
                    public void initialize() {
                        poller.initialize();
                    }

                    @Override
                    public int run(IoHandlerContext context) {
                        if (Thread.currentThread().getName().equals(broken)) {
                            throw new IllegalStateException("planned");
                        }
                        return poller.run(context);
                    }

                    @Override
                    public void prepareToDestroy() {
                        poller.prepareToDestroy();
                    }

                    @Override
                    public void destroy() {
                        poller.destroy();
                    }

                    @Override
                    public IoRegistration register(IoHandle handle) throws Exception {
                        return poller.register(handle);
                    }

                    @Override
                    public void wakeup() {
                        poller.wakeup();
                    }

                    @Override
                    public boolean isCompatible(Class<? extends IoHandle> handle) {
                        return poller.isCompatible(handle);
                    }
                };
            };
        }

        @Override
        public Channel newSocketChannel() {
            return real.newSocketChannel();
        }

        @Override
        public ServerChannel newServerChannel() {
            return real.newServerChannel();
        }
    }

    @Test
    void itsListenersAcceptAgainAndOnlyItsConnectionsAreReset() {
        Breakable driver = new Breakable(driver());
        TestMessengers servers = new TestMessengers(driver, 3);
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger server = servers.server(EntityName.mon(0), Policy.statelessServer(), atServer);
        EntityAddrVec addrs = server.addrs();
        RecordingDispatcher answers = RecordingDispatcher.silent();
        Messenger client = messengers.client(EntityName.client(1), Policy.lossyClient(), answers);
        for (int i = 0; i < CLIENTS; i++) {
            messengers
                    .client(EntityName.client(10 + i), Policy.lossyClient(), answers)
                    .connectTo(EntityType.MON, addrs)
                    .sendMessage(new TextMessage("before"));
        }
        eventually(() -> assertThat(answers.texts).hasSize(CLIENTS));
        MessengerDump.Listening before =
                TestMessengers.get(server.dump()).listening().get(0);
        Worker worker = servers.stack().workers().get(before.workerId());
        int onIt = worker.connections();

        driver.broken = worker.center().name();
        worker.center().submit(() -> {});
        eventually(() -> assertThat(worker.center().submit(() -> {})).isFalse());

        eventually(() -> {
            client.connectTo(EntityType.MON, addrs).sendMessage(new TextMessage("after"));
            assertThat(answers.texts).contains("after");
        });
        List<MessengerDump.Listening> now = TestMessengers.get(server.dump()).listening();
        assertThat(now).hasSize(1);
        assertThat(now.get(0).address()).isEqualTo(before.address());
        assertThat(now.get(0).workerId()).isNotEqualTo(before.workerId());
        assertThat(onIt).isBetween(1, CLIENTS - 1);
        eventually(() ->
                assertThat(atServer.events.stream().filter("reset"::equals)).hasSize(onIt));
        List<Connection> others = atServer.accepted.stream()
                .filter(accepted -> !accepted.isClosed())
                .toList();
        assertThat(others).hasSizeGreaterThan(CLIENTS - onIt);
        int heard = answers.texts.size();
        others.forEach(connection -> connection.sendMessage(new TextMessage("still there")));
        eventually(() -> assertThat(answers.texts).hasSizeGreaterThanOrEqualTo(heard + others.size()));
        TestMessengers.shutdown(server);
        // Completes with what broke the poller.
        servers.stack().shutdown();
    }
}

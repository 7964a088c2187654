// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.TestMessengers;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * When file descriptors run out, accepting pauses, and the connection waits in the backlog until accept works again.
 */
class AcceptFailureTest {
    private static final int FAILURES = 4;

    /** The select driver, with its first accepts failing as in the kernel. */
    private static final class OutOfDescriptors implements EventDriver {
        private final SelectDriver real = new SelectDriver();
        final AtomicInteger failed = new AtomicInteger();

        @Override
        public String name() {
            return "select-emfile";
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
            return real.ioHandlerFactory();
        }

        @Override
        public Channel newSocketChannel() {
            return real.newSocketChannel();
        }

        @Override
        public ServerChannel newServerChannel() {
            return new NioServerSocketChannel() {
                @Override
                protected int doReadMessages(List<Object> accepted) throws Exception {
                    if (failed.get() < FAILURES) {
                        failed.incrementAndGet();
                        throw new IOException("Too many open files");
                    }
                    return super.doReadMessages(accepted);
                }
            };
        }
    }

    @Test
    void acceptBacksOffAndRecoversWhenDescriptorsRunOut() {
        OutOfDescriptors driver = new OutOfDescriptors();
        try (TestMessengers messengers = new TestMessengers(driver, 1)) {
            Messenger server = messengers.server(
                    EntityName.mon(0), Policy.statelessServer(), RecordingDispatcher.fast(RecordingDispatcher::echo));
            RecordingDispatcher answers = RecordingDispatcher.silent();
            Messenger client = messengers.client(EntityName.client(1), Policy.lossyClient(), answers);
            client.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("hello"));
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(answers.texts).containsExactly("hello"));
            assertThat(driver.failed).hasValue(FAILURES);
        }
    }
}

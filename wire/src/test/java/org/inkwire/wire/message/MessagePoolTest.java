// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessagePoolTest {
    private static final int MANY = 1000;

    private static final class Ping extends Message {
        private static final MessagePool<Ping> POOL = new MessagePool<>(Ping::new);
        private static final MessageRegistry REGISTRY = MessageRegistry.builder()
                .add(7, "Ping", 9, (header, front, data) -> POOL.take())
                .build();

        private Ping(MessagePool.Home home) {
            super(7, 3, 2, home);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {}
    }

    /** As on a messenger's thread. */
    private static void pooled(Runnable body) throws Exception {
        FutureTask<@Nullable Void> task = new FutureTask<>(body, null);
        new FastThreadLocalThread(task).start();
        task.get();
    }

    @Test
    void aMessageIsUsedAgainOnceItsLastReferenceIsDropped() throws Exception {
        pooled(this::takeAndDropMany);
    }

    private void takeAndDropMany() {
        Set<Message> different = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < MANY; i++) {
            Ping ping = Ping.POOL.take();
            different.add(ping);
            ping.retain();
            ping.release();
            assertThat(ping.refCnt()).isEqualTo(1);
            ping.release();
        }
        assertThat(different).hasSizeLessThan(MANY / 10);
    }

    @Test
    void itsSegmentsAreReleasedWithIt() {
        ByteBuf data = Unpooled.buffer(1);
        Ping ping = Ping.POOL.take();
        ping.data(data);
        ping.release();
        assertThat(data.refCnt()).isZero();
    }

    @Test
    void itComesBackAsNew() throws Exception {
        pooled(this::useMany);
    }

    private void useMany() {
        for (int i = 0; i < MANY; i++) {
            Ping ping = Ping.POOL.take();
            assertThat(ping.refCnt()).isEqualTo(1);
            assertThat(ping.tid() + ping.seq() + ping.dataOff()).isZero();
            assertThat(ping.priority()).isEqualTo(Message.PRIORITY_DEFAULT);
            assertThat(ping.headVersion()).isEqualTo(3);
            assertThat(ping.compatVersion()).isEqualTo(2);
            assertThat(ping.data().isReadable()).isFalse();
            ping.beginSend();
            ping.tid(5).priority(9);
            ping.seq(6);
            ping.data(Unpooled.buffer(1).writeByte(1));
            ping.release();
        }
    }

    @Test
    void oneThatWasReceivedInAnotherVersionIsSentInItsOwn() throws Exception {
        pooled(this::receiveAndSendMany);
    }

    private void receiveAndSendMany() {
        MessageHeader header = new MessageHeader();
        Ping newer = Ping.POOL.take();
        header.set(newer, 1, 0);
        ByteBuf wire = Unpooled.buffer();
        header.encode(wire);
        wire.setShortLE(20, 9);
        for (int i = 0; i < MANY; i++) {
            Message received = Ping.REGISTRY.decode(
                    new MessageHeader().decode(wire.duplicate()),
                    Unpooled.EMPTY_BUFFER,
                    Unpooled.EMPTY_BUFFER,
                    Unpooled.EMPTY_BUFFER);
            assertThat(received.headVersion()).isEqualTo(9);
            received.release();
            Ping sent = Ping.POOL.take();
            assertThat(sent.headVersion()).isEqualTo(3);
            sent.release();
        }
        newer.release();
    }

    @Test
    void itCannotBeReleasedTwice() {
        Ping ping = Ping.POOL.take();
        ping.release();
        assertThatThrownBy(ping::release).isInstanceOf(IllegalReferenceCountException.class);
    }
}

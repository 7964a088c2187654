// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StressMessageTest {
    private static final long SEED = 7;

    private static StressMessage message(int dataBytes) {
        return StressMessage.of(
                SEED, 3, Message.PRIORITY_DEFAULT, 5, true, dataBytes, UnpooledByteBufAllocator.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 4096, 100_003})
    void isIntactAsBuilt(int dataBytes) {
        StressMessage m = message(dataBytes);
        assertThat(m.data().readableBytes()).isEqualTo(dataBytes);
        assertThat(m.isIntact(SEED)).isTrue();
        assertThat(m.isIntact(SEED + 1)).isFalse();
        m.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 12, 16})
    void oneChangedByteIsNoticed(int at) {
        StressMessage m = message(17);
        m.data().setByte(at, m.data().getByte(at) ^ 1);
        assertThat(m.isIntact(SEED)).isFalse();
        m.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 18})
    void dataOfAnotherLengthIsNoticed(int bytes) {
        StressMessage m = message(17);
        ByteBuf other = Unpooled.buffer().writeBytes(m.data(), 0, Math.min(bytes, 17));
        other.writeZero(bytes - other.readableBytes());
        m.data(other);
        assertThat(m.isIntact(SEED)).isFalse();
        m.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {Message.PRIORITY_LOW, Message.PRIORITY_HIGH})
    void anotherPriorityIsNoticed(int priority) {
        StressMessage m = message(0);
        m.priority(priority);
        assertThat(m.isIntact(SEED)).isFalse();
        m.release();
    }
}

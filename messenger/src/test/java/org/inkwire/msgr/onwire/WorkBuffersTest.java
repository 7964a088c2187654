// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkBuffersTest {
    private static final ResourceLeakDetector.Level LEVEL = ResourceLeakDetector.getLevel();
    private static final int MANY = 1000;
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private final WorkBuffers work = WorkBuffers.join(ALLOCATOR);

    @AfterEach
    void leave() {
        ResourceLeakDetector.setLevel(LEVEL);
        work.leave();
    }

    private enum Kind {
        CHUNK(WorkBuffers::takeChunk, WorkBuffers::giveChunk),
        GATHER(w -> w.takeGather(ReceiveBuffer.CHUNK_BYTES), (w, buffer) -> {
            w.keepGather(buffer);
            buffer.release();
        }),
        SMALL(WorkBuffers::takeSmall, (w, buffer) -> buffer.release());

        private final Function<WorkBuffers, ByteBuf> take;
        private final BiConsumer<WorkBuffers, ByteBuf> give;

        Kind(Function<WorkBuffers, ByteBuf> take, BiConsumer<WorkBuffers, ByteBuf> give) {
            this.take = take;
            this.give = give;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOneConnectionHasUsedServesTheNext(Kind kind) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        ByteBuf used = kind.take.apply(work);
        kind.give.accept(work, used.writeByte(1));
        ByteBuf next = kind.take.apply(work);
        assertThat(next).isSameAs(used);
        assertThat(next.readableBytes()).isZero();
        next.release();
    }

    @ParameterizedTest
    @EnumSource
    void aBufferThatTheLeakDetectorTracksServesOnce(Kind kind) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBuf tracked = kind.take.apply(work);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        kind.give.accept(work, tracked);
        assertThat(tracked.refCnt()).isZero();
        ByteBuf next = kind.take.apply(work);
        assertThat(next.unwrap())
                .as("the wrapper of a tracked buffer has a buffer inside")
                .isNull();
        next.release();
    }

    @Test
    void aSmallBufferServesAgainOnceItIsReleased() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        ByteBuf first = work.takeSmall().writeByte(1);
        ByteBuf second = work.takeSmall();
        assertThat(second).isNotSameAs(first);
        assertThat(first.getByte(0)).isEqualTo((byte) 1);
        first.release();
        ByteBuf third = work.takeSmall();
        assertThat(third).isSameAs(first);
        second.release();
        third.release();
    }

    @Test
    void aSmallBufferThatSomebodyKeepsForLongDoesNotHideTheOthers() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        ByteBuf kept = work.takeSmall().writeByte(1);
        Set<ByteBuf> others = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < MANY; i++) {
            ByteBuf buffer = work.takeSmall();
            others.add(buffer);
            buffer.release();
        }
        assertThat(others).hasSize(1);
        assertThat(kept.getByte(0)).isEqualTo((byte) 1);
        kept.release();
    }

    @Test
    void aSmallBufferThatIsReleasedTwiceServesOneMessageAtATime() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        ByteBuf released = work.takeSmall();
        released.release(2);
        assertThat(released.refCnt()).as("it is not freed").isPositive();
        Set<ByteBuf> inUse = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < MANY; i++) {
            ByteBuf buffer = work.takeSmall();
            assertThat(inUse.add(buffer)).isTrue();
        }
        inUse.forEach(ByteBuf::release);
    }
}

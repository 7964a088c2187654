// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushedReadsTest {
    private static final int TARGET_BYTES = 4;

    private final List<String> heard = new ArrayList<>();
    private boolean pauseAfterEach;
    private final EmbeddedChannel channel = new EmbeddedChannel(new PushedReads(), new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf target = (ByteBuf) msg;
            heard.add(target.toString(StandardCharsets.US_ASCII));
            target.release();
            if (pauseAfterEach) {
                channel.config().setAutoRead(false);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            heard.add("closed");
        }
    });

    PushedReadsTest() {
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(TARGET_BYTES));
    }

    @AfterEach
    void everyBufferIsReleased() {
        channel.close();
        pushed.forEach(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    private final List<ByteBuf> pushed = new ArrayList<>();

    private void push(String text) {
        ByteBuf buffer = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        pushed.add(buffer);
        channel.pipeline().fireChannelRead(buffer);
    }

    private void resume() {
        channel.config().setAutoRead(true);
        channel.runPendingTasks();
    }

    @Test
    void bytesAreCopiedIntoTheBuffersOfTheSocket() {
        push("abcdefghij");
        assertThat(heard).containsExactly("abcd", "efgh", "ij");
    }

    @Test
    void whatComesWhileReadingIsPausedWaitsAndComesFirst() {
        channel.config().setAutoRead(false);
        push("abcdef");
        push("gh");
        assertThat(heard).isEmpty();
        resume();
        push("i");
        assertThat(heard).containsExactly("abcd", "ef", "gh", "i");
    }

    @Test
    void aPauseInTheMiddleKeepsTheRest() {
        pauseAfterEach = true;
        push("abcdefghij");
        assertThat(heard).containsExactly("abcd");
        resume();
        assertThat(heard).containsExactly("abcd", "efgh");
        pauseAfterEach = false;
        resume();
        assertThat(heard).containsExactly("abcd", "efgh", "ij");
    }

    @Test
    void whatAPausedSocketHasNotReadEndsWithIt() {
        channel.config().setAutoRead(false);
        push("ab");
        channel.close();
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void whatAResumedSocketHasNotReadYetComesBeforeTheEnd() {
        channel.config().setAutoRead(false);
        push("ab");
        channel.config().setAutoRead(true);
        channel.pipeline().fireChannelInactive();
        assertThat(heard).containsExactly("ab", "closed");
    }
}

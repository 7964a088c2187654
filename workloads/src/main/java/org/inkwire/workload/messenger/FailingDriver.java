// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.inkwire.msgr.event.EventDriver;
import org.jspecify.annotations.Nullable;

/**
 * An event driver whose sockets fail: one in {@code oneFailureIn} reads and flushes closes its connection instead. The
 * data of a failed read or flush is lost, as when a cable is pulled. Any thread.
 */
public final class FailingDriver implements EventDriver {
    private final EventDriver sockets;
    private final int oneFailureIn;
    private final SplittableRandom random;
    private final LongAdder failures = new LongAdder();
    private volatile boolean ended;

    /** @param oneFailureIn one read or flush in this many fails; 0: none */
    public FailingDriver(EventDriver sockets, int oneFailureIn, long seed) {
        this.sockets = sockets;
        this.oneFailureIn = oneFailureIn;
        this.random = new SplittableRandom(seed);
    }

    /** Sockets work from now on. */
    public void endFaults() {
        ended = true;
    }

    /** Connections broken so far. */
    public long failures() {
        return failures.sum();
    }

    private boolean fails() {
        if (ended || oneFailureIn == 0) {
            return false;
        }
        synchronized (random) {
            if (random.nextInt(oneFailureIn) != 0) {
                return false;
            }
        }
        failures.increment();
        return true;
    }

    @Override
    public String name() {
        return sockets.name();
    }

    @Override
    public int preference() {
        return sockets.preference();
    }

    @Override
    public @Nullable String unavailabilityCause() {
        return sockets.unavailabilityCause();
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return sockets.ioHandlerFactory();
    }

    @Override
    public Channel newSocketChannel() {
        Channel channel = sockets.newSocketChannel();
        channel.pipeline().addLast(new Failing());
        return channel;
    }

    @Override
    public ServerChannel newServerChannel() {
        ServerChannel channel = sockets.newServerChannel();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object child) {
                ((Channel) child).pipeline().addLast(new Failing());
                ctx.fireChannelRead(child);
            }
        });
        return channel;
    }

    private final class Failing extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (fails()) {
                ReferenceCountUtil.release(msg);
                ctx.channel().close();
            } else {
                ctx.fireChannelRead(msg);
            }
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            if (fails()) {
                ctx.channel().close();
            } else {
                ctx.flush();
            }
        }
    }
}

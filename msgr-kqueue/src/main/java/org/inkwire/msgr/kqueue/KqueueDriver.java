// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.kqueue;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import org.inkwire.msgr.event.EventDriver;
import org.jspecify.annotations.Nullable;

/** EventDriver on kqueue, for macOS. Stateless, any thread. */
public final class KqueueDriver implements EventDriver {
    private static final int PREFERENCE = 90;

    @Override
    public String name() {
        return "kqueue";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public @Nullable String unavailabilityCause() {
        if (KQueue.isAvailable()) {
            return null;
        }
        Throwable cause = KQueue.unavailabilityCause();
        return cause == null ? "not available" : rootOf(cause).toString();
    }

    /** The first failure; Netty wraps it where there is no native library to load. */
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (Throwable next = failure; next != null && next.getCause() != next; next = next.getCause()) {
            root = next;
        }
        return root;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return KQueueIoHandler.newFactory();
    }

    @Override
    public Channel newSocketChannel() {
        return new KQueueSocketChannel();
    }

    @Override
    public ServerChannel newServerChannel() {
        return new KQueueServerSocketChannel();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.epoll;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import org.inkwire.msgr.event.EventDriver;
import org.jspecify.annotations.Nullable;

/** EventDriver on Linux epoll. Stateless, any thread. */
public final class EpollDriver implements EventDriver {
    private static final int PREFERENCE = 100;

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public @Nullable String unavailabilityCause() {
        if (Epoll.isAvailable()) {
            return null;
        }
        Throwable cause = Epoll.unavailabilityCause();
        return cause == null ? "not available" : cause.toString();
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public Channel newSocketChannel() {
        return new EpollSocketChannel();
    }

    @Override
    public ServerChannel newServerChannel() {
        return new EpollServerSocketChannel();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.posix;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.inkwire.msgr.event.EventDriver;
import org.jspecify.annotations.Nullable;

/** EventDriver on java.nio selectors: runs on every JVM. Stateless, any thread. */
public final class SelectDriver implements EventDriver {
    private static final int PREFERENCE = 10;

    @Override
    public String name() {
        return "select";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public String reservation() {
        return "it is slower than a poller of the system";
    }

    @Override
    public @Nullable String unavailabilityCause() {
        return null;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return NioIoHandler.newFactory();
    }

    @Override
    public Channel newSocketChannel() {
        return new NioSocketChannel();
    }

    @Override
    public ServerChannel newServerChannel() {
        return new NioServerSocketChannel();
    }
}

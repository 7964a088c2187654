// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.channel;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A simulated listening socket. Confined to its event loop. */
public final class SimServerChannel extends AbstractServerChannel {
    private static final int DEFAULT_BACKLOG = 128;

    private final SimTransport transport;
    private final Config config = new Config();
    private SimIoHandler.@Nullable Registration registration;
    private SimTransport.@Nullable Listener listener;
    private boolean closed;
    private boolean readWanted;

    public SimServerChannel(SimTransport transport) {
        this.transport = transport;
    }

    private final class Config extends DefaultChannelConfig {
        private int backlog = DEFAULT_BACKLOG;

        Config() {
            super(SimServerChannel.this);
        }

        @Override
        protected void autoReadCleared() {
            readWanted = false;
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (option.equals(ChannelOption.SO_BACKLOG)) {
                backlog = (Integer) value;
                return true;
            }
            return super.setOption(option, value);
        }
    }

    private final class SimUnsafe extends AbstractUnsafe implements SimHandle {
        @Override
        public void connect(SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
            promise.tryFailure(new UnsupportedOperationException());
        }

        @Override
        public void ready() {
            SimTransport.Listener l = listener;
            if (l == null || !readWanted) {
                return;
            }
            readWanted = false;
            int accepted = 0;
            IOException failure = null;
            try {
                for (SimTransport.Stream s = l.accept(); s != null; s = l.accept()) {
                    accepted++;
                    pipeline().fireChannelRead(new SimChannel(SimServerChannel.this, transport, s));
                }
            } catch (IOException e) {
                failure = e;
            }
            if (failure != null) {
                pipeline().fireExceptionCaught(failure);
            } else if (accepted == 0) {
                readWanted = true;
                return;
            }
            pipeline().fireChannelReadComplete();
        }

        @Override
        public void handle(IoRegistration r, IoEvent event) {
            ready();
        }

        @Override
        public void close() {
            close(voidPromise());
        }
    }

    private void mark() {
        SimIoHandler.Registration r = registration;
        if (r != null) {
            r.mark();
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new SimUnsafe();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isCompatible(SimUnsafe.class);
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        ((IoEventLoop) eventLoop()).register((SimUnsafe) unsafe()).addListener(done -> {
            if (done.isSuccess()) {
                registration = (SimIoHandler.Registration) done.getNow();
                promise.setSuccess();
                mark();
            } else {
                promise.setFailure(done.cause());
            }
        });
    }

    @Override
    protected void doDeregister() {
        SimIoHandler.Registration r = registration;
        registration = null;
        if (r != null) {
            r.cancel();
        }
    }

    @Override
    protected void doBind(SocketAddress local) throws Exception {
        listener = transport.listen((InetSocketAddress) local, config.backlog, this::mark);
    }

    @Override
    protected void doClose() {
        closed = true;
        SimTransport.Listener l = listener;
        if (l != null) {
            l.close();
        }
    }

    @Override
    protected void doBeginRead() {
        readWanted = true;
        mark();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        SimTransport.Listener l = listener;
        return l == null ? null : l.local();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return listener != null && !closed;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.channel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.RecvByteBufAllocator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ConnectionPendingException;
import org.jspecify.annotations.Nullable;

/** A simulated TCP socket, read and written like Netty's own byte channels. Confined to its event loop. */
public final class SimChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final SimTransport transport;
    private final ChannelConfig config = new DefaultChannelConfig(this) {
        @Override
        protected void autoReadCleared() {
            readWanted = false;
        }
    };
    private SimIoHandler.@Nullable Registration registration;
    private SimTransport.@Nullable Stream stream;
    private boolean connected;
    private boolean closed;
    private boolean readWanted;
    private boolean writeBlocked;
    private @Nullable ChannelPromise connecting;
    private @Nullable IOException connectFailure;

    /** A socket that will connect. */
    public SimChannel(SimTransport transport) {
        super(null, new SimChannelId(transport.nextChannelId()));
        this.transport = transport;
    }

    /** An accepted socket. */
    SimChannel(Channel parent, SimTransport transport, SimTransport.Stream stream) {
        super(parent, new SimChannelId(transport.nextChannelId()));
        this.transport = transport;
        this.stream = stream;
        this.connected = true;
        stream.events(new Network());
    }

    /** Notifications from the network. They only mark the channel as ready; the loop does the rest. */
    private final class Network implements SimTransport.Events {
        @Override
        public void connected() {
            connected = true;
            mark();
        }

        @Override
        public void failed(IOException cause) {
            connectFailure = cause;
            mark();
        }

        @Override
        public void readable() {
            mark();
        }

        @Override
        public void writable() {
            mark();
        }
    }

    private void mark() {
        SimIoHandler.Registration r = registration;
        if (r != null) {
            r.mark();
        }
    }

    private final class SimUnsafe extends AbstractUnsafe implements SimHandle {
        @Override
        public void connect(SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            if (connecting != null) {
                promise.tryFailure(new ConnectionPendingException());
                return;
            }
            if (connected) {
                promise.tryFailure(new AlreadyConnectedException());
                return;
            }
            try {
                stream = transport.connect((InetSocketAddress) remote, new Network());
                connecting = promise;
            } catch (IOException e) {
                promise.tryFailure(e);
                closeIfClosed();
            }
        }

        @Override
        public void ready() {
            ChannelPromise promise = connecting;
            if (promise != null) {
                finishConnect(promise);
            }
            if (!connected || closed) {
                return;
            }
            if (writeBlocked) {
                writeBlocked = false;
                super.flush0();
            }
            if (readWanted && !closed) {
                readAll();
            }
        }

        private void finishConnect(ChannelPromise promise) {
            IOException failure = connectFailure;
            if (failure != null) {
                connecting = null;
                promise.tryFailure(failure);
                close(voidPromise());
            } else if (connected) {
                connecting = null;
                promise.trySuccess();
                pipeline().fireChannelActive();
            }
        }

        @SuppressWarnings("deprecation") // the channel's own interface still names the old handle type
        private void readAll() {
            SimTransport.Stream s = stream;
            if (s == null) {
                return;
            }
            readWanted = false;
            RecvByteBufAllocator.Handle handle = recvBufAllocHandle();
            handle.reset(config);
            boolean ended = false;
            IOException broken = null;
            do {
                ByteBuf target = handle.allocate(config.getAllocator());
                int bytes;
                try {
                    handle.attemptedBytesRead(target.writableBytes());
                    bytes = s.read(target);
                } catch (IOException e) {
                    broken = e;
                    bytes = -1;
                }
                handle.lastBytesRead(bytes);
                if (bytes <= 0) {
                    target.release();
                    ended = bytes < 0;
                    readWanted = !ended;
                    break;
                }
                handle.incMessagesRead(1);
                pipeline().fireChannelRead(target);
            } while (handle.continueReading() && !closed);
            handle.readComplete();
            pipeline().fireChannelReadComplete();
            if (broken != null) {
                pipeline().fireExceptionCaught(broken);
            }
            if (ended) {
                close(voidPromise());
            }
        }

        @Override
        protected void flush0() {
            if (!writeBlocked) {
                super.flush0();
            }
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
    protected void doBeginRead() {
        // Requesting another read after an empty one is no reason to poll again.
        if (!readWanted) {
            readWanted = true;
            mark();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        SimTransport.Stream s = stream;
        if (s == null) {
            throw new IOException("not connected");
        }
        while (in.current() instanceof ByteBuf buf) {
            int bytes = buf.isReadable() ? s.write(buf) : 0;
            if (bytes > 0) {
                in.progress(bytes);
            }
            if (buf.isReadable()) {
                if (bytes == 0) {
                    writeBlocked = true;
                    return;
                }
            } else {
                in.remove();
            }
        }
    }

    @Override
    protected void doClose() {
        closed = true;
        connected = false;
        SimTransport.Stream s = stream;
        if (s != null) {
            s.close();
        }
        ChannelPromise promise = connecting;
        connecting = null;
        if (promise != null) {
            promise.tryFailure(new ConnectException("closed while connecting"));
        }
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("a connecting socket cannot be bound");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        SimTransport.Stream s = stream;
        return s == null ? null : s.local();
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        SimTransport.Stream s = stream;
        return s == null ? null : s.remote();
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
        return connected && connecting == null && !closed;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.inkwire.msgr.sim.channel.SimTransport;
import org.jspecify.annotations.Nullable;

/** One end of a connection, as its host's kernel sees it. One thread. */
final class TcpEnd implements SimTransport.Stream {
    private static final SimTransport.Events NOBODY = new SimTransport.Events() {
        @Override
        public void connected() {}

        @Override
        public void failed(IOException cause) {}

        @Override
        public void readable() {}

        @Override
        public void writable() {}
    };

    private final TcpNetwork network;
    private final TcpHost host;
    private final Object owner;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private SimTransport.Events events;
    private @Nullable TcpEnd peer;
    private @Nullable Pipe out;
    private @Nullable Pipe in;
    private boolean established;
    private boolean closed;
    private boolean eof;
    private boolean resting;
    private @Nullable IOException error;

    TcpEnd(
            TcpNetwork network,
            TcpHost host,
            Object owner,
            InetSocketAddress local,
            InetSocketAddress remote,
            SimTransport.@Nullable Events events) {
        this.network = network;
        this.host = host;
        this.owner = owner;
        this.local = local;
        this.remote = remote;
        this.events = events == null ? NOBODY : events;
    }

    /** Connects two ends. The second is established at once; the first is notified later. */
    static void join(TcpEnd client, TcpEnd server) {
        Pipe there = new Pipe(client.network, client, server, client.network.path(client.host, server.host));
        Pipe back = new Pipe(client.network, server, client, client.network.path(server.host, client.host));
        client.peer = server;
        client.out = there;
        client.in = back;
        server.peer = client;
        server.out = back;
        server.in = there;
        server.established = true;
    }

    Object owner() {
        return owner;
    }

    boolean isClosed() {
        return closed;
    }

    Pipe outgoing() {
        Pipe p = out;
        if (p == null) {
            throw new AssertionError(this + " is not connected");
        }
        return p;
    }

    void connected() {
        if (!closed && error == null) {
            established = true;
            events.connected();
        }
    }

    void connectFailed(IOException cause) {
        if (!closed && !established && error == null) {
            error = cause;
            events.failed(cause);
        }
    }

    void readable() {
        events.readable();
    }

    void writable() {
        events.writable();
    }

    void ended() {
        eof = true;
        events.readable();
    }

    void fail(IOException cause) {
        if (closed || error != null) {
            return;
        }
        network.trace().add("error", this, 0);
        if (!established) {
            connectFailed(cause);
            return;
        }
        error = cause;
        if (out != null) {
            out.silence();
        }
        events.readable();
        events.writable();
    }

    /** Injected fault: both ends will see that the connection is lost. */
    void connectionLost() {
        if (out != null && in != null) {
            out.endAbruptly();
            in.lose();
        }
    }

    /** Bytes arrived for a socket that no longer exists. */
    void answerReset() {
        TcpEnd p = peer;
        if (p != null) {
            outgoing().answerReset(p);
        }
    }

    void blackhole(boolean outward, boolean inward) {
        if (outward && out != null) {
            out.blackhole();
        }
        if (inward && in != null) {
            in.blackhole();
        }
    }

    boolean isOpenAtEitherEnd() {
        TcpEnd p = peer;
        return !closed || p != null && !p.closed;
    }

    void breakBothEnds() {
        fail(new IOException("Connection reset by peer"));
        TcpEnd p = peer;
        if (p != null) {
            p.fail(new IOException("Connection reset by peer"));
        }
    }

    /** The host lost power. */
    void vanish() {
        closed = true;
        events = NOBODY;
        network.counts().vanished++;
        if (out != null) {
            out.silence();
        }
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public void events(SimTransport.Events receiver) {
        events = receiver;
    }

    @Override
    public int write(ByteBuf bytes) throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        if (error != null) {
            throw new IOException(error.getMessage(), error);
        }
        return outgoing().write(bytes);
    }

    @Override
    public int read(ByteBuf into) throws IOException {
        Pipe p = in;
        if (closed || p == null) {
            throw new SocketException("Socket closed");
        }
        if (p.unread() > 0) {
            return readArrived(p, into);
        }
        if (error != null) {
            throw new IOException(error.getMessage(), error);
        }
        return eof ? -1 : 0;
    }

    private int readArrived(Pipe p, ByteBuf into) {
        if (host.readLimit() == Integer.MAX_VALUE) {
            return p.read(into, Integer.MAX_VALUE);
        }
        if (resting) {
            return 0;
        }
        resting = true;
        network.timeline().after(host.readPauseNanos(), () -> {
            resting = false;
            events.readable();
        });
        return p.read(into, host.readLimit());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        events = NOBODY;
        host.forget(this);
        Pipe o = out;
        Pipe i = in;
        if (o == null || i == null) {
            return;
        }
        network.trace().add("close", this, i.unread());
        if (i.unread() > 0) {
            // As on Linux, closing with unread bytes sends a reset.
            i.dropArrived();
            o.endAbruptly();
        } else {
            o.end();
        }
    }

    @Override
    public void abort() {
        if (closed) {
            return;
        }
        closed = true;
        events = NOBODY;
        host.forget(this);
        if (out != null && in != null) {
            network.trace().add("abort", this, in.unread());
            in.dropArrived();
            out.endAbruptly();
        }
    }

    @Override
    public String toString() {
        return host.name() + ":" + local.getPort() + "-" + remote.getAddress().getHostAddress() + ":"
                + remote.getPort();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.sim.channel.SimTransport;
import org.inkwire.testkit.msgr.PeerTransport;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.wire.entity.EntityAddr;
import org.jspecify.annotations.Nullable;

/** Scripted peers on one simulated host. Virtual time passes while they wait. One thread. */
final class SimPeers {
    /** Longer than any back-off or time-out of the messenger under test. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int BACKLOG = 16;

    private final Simulation sim;
    private final SimHost host;
    private final SimTransport sockets;
    private final List<ScriptedPeer> all = new ArrayList<>();

    SimPeers(Simulation sim, SimHost host) {
        this.sim = sim;
        this.host = host;
        this.sockets = host.tcp().transport(this);
    }

    SimHost host() {
        return host;
    }

    /** Connects to a messenger under test. */
    ScriptedPeer dial(EntityAddr addr) {
        Dialling events = new Dialling();
        SimTransport.Stream stream = open(addr, events);
        if (!sim.runUntil(() -> events.connected || events.failure != null, LIMIT) || !events.connected) {
            throw new AssertionError("cannot dial " + addr + ": " + events.failure);
        }
        return peer(stream);
    }

    private ScriptedPeer peer(SimTransport.Stream stream) {
        ScriptedPeer p = ScriptedPeer.over(new StreamTransport(sim, stream));
        all.add(p);
        return p;
    }

    /** Closes every peer of this host. */
    void close() {
        all.forEach(ScriptedPeer::close);
    }

    private SimTransport.Stream open(EntityAddr addr, SimTransport.Events events) {
        try {
            return sockets.connect(addr.toSocketAddress(), events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on any port. */
    Listening listen() {
        return listen(0);
    }

    Listening listen(int port) {
        try {
            return new Listening(this, sockets.listen(new InetSocketAddress(host.ip(), port), BACKLOG, () -> {
                // accept() polls
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Dialling implements SimTransport.Events {
        private boolean connected;
        private @Nullable IOException failure;

        @Override
        public void connected() {
            connected = true;
        }

        @Override
        public void failed(IOException cause) {
            failure = cause;
        }

        @Override
        public void readable() {
            // receive() polls
        }

        @Override
        public void writable() {
            // send() polls
        }
    }

    /** A listener of a scripted peer. */
    record Listening(SimPeers peers, SimTransport.Listener listener) {
        EntityAddr addr() {
            return ScriptedPeer.addressOf(listener.local());
        }

        /** The next connection. */
        ScriptedPeer accept() {
            ScriptedPeer peer = acceptWithin(LIMIT);
            if (peer == null) {
                throw new AssertionError("no connection to " + addr() + " within " + LIMIT);
            }
            return peer;
        }

        @Nullable
        ScriptedPeer acceptWithin(Duration limit) {
            SimTransport.Stream[] next = new SimTransport.Stream[1];
            boolean came = peers.sim.runUntil(
                    () -> {
                        try {
                            next[0] = listener.accept();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return next[0] != null;
                    },
                    limit);
            return came ? peers.peer(next[0]) : null;
        }

        void close() {
            listener.close();
        }
    }

    private record StreamTransport(Simulation sim, SimTransport.Stream stream) implements PeerTransport {
        @Override
        public InetSocketAddress local() {
            return stream.local();
        }

        @Override
        public InetSocketAddress remote() {
            return stream.remote();
        }

        @Override
        public void send(byte[] bytes) {
            ByteBuf rest = Unpooled.wrappedBuffer(bytes);
            boolean sent = sim.runUntil(
                    () -> {
                        try {
                            stream.write(rest);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return !rest.isReadable();
                    },
                    LIMIT);
            if (!sent) {
                throw new UncheckedIOException(new SocketTimeoutException("the messenger under test does not read"));
            }
        }

        @Override
        public int receive(byte[] into) {
            ByteBuf target = Unpooled.wrappedBuffer(into).clear();
            int[] read = new int[1];
            boolean came = sim.runUntil(
                    () -> {
                        try {
                            read[0] = stream.read(target);
                        } catch (IOException e) {
                            read[0] = -1;
                        }
                        return read[0] != 0;
                    },
                    LIMIT);
            if (!came) {
                throw new UncheckedIOException(new SocketTimeoutException("nothing received within " + LIMIT));
            }
            return read[0];
        }

        @Override
        public void abort() {
            stream.abort();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}

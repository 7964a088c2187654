// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inkwire.msgr.sim.channel.SimTransport;
import org.jspecify.annotations.Nullable;

/** A machine on the network: its addresses, ports and sockets. One thread. */
public final class TcpHost {
    private static final int FIRST_EPHEMERAL_PORT = 32_768;
    private static final int LAST_EPHEMERAL_PORT = 60_999;

    /** Delay until the SYN is retransmitted; the connect fails after {@link #SYN_GIVE_UP}. */
    private static final Duration SYN_AGAIN = Duration.ofSeconds(1);

    private static final Duration SYN_GIVE_UP = Duration.ofSeconds(127);

    private final TcpNetwork network;
    private final String name;
    private final InetAddress ipv4;
    private final InetAddress ipv6;
    private final List<TcpListener> listeners = new ArrayList<>();
    private final Set<TcpEnd> ends = new LinkedHashSet<>();
    private int nextPort = FIRST_EPHEMERAL_PORT;
    private int readLimit = Integer.MAX_VALUE;
    private long readPauseNanos;

    TcpHost(TcpNetwork network, String name, InetAddress ipv4, InetAddress ipv6) {
        this.network = network;
        this.name = name;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    public String name() {
        return name;
    }

    public InetAddress ipv4() {
        return ipv4;
    }

    public InetAddress ipv6() {
        return ipv6;
    }

    /** Limits every read on this host and pauses after it, like a process that cannot keep up. */
    public void readSlowly(int bytesPerRead, Duration pause) {
        readLimit = bytesPerRead;
        readPauseNanos = pause.toNanos();
    }

    public void readNormally() {
        readLimit = Integer.MAX_VALUE;
        readPauseNanos = 0;
        for (TcpEnd end : List.copyOf(ends)) {
            end.readable();
        }
    }

    int readLimit() {
        return readLimit;
    }

    long readPauseNanos() {
        return readPauseNanos;
    }

    void forget(TcpEnd end) {
        ends.remove(end);
    }

    void forget(TcpListener listener) {
        listeners.remove(listener);
    }

    /** Number of current connections. */
    public int connections() {
        return ends.size();
    }

    /** Each connection of {@code owner} is lost with this chance. */
    public void loseConnections(Object owner, double chance) {
        for (TcpEnd end : List.copyOf(ends)) {
            if (end.owner().equals(owner) && network.happens(chance)) {
                network.counts().resets++;
                end.connectionLost();
            }
        }
    }

    /**
     * Closes the sockets of an owner that died.
     *
     * @param silently the host died with it, so the peers are not notified
     */
    public void kill(Object owner, boolean silently) {
        for (TcpListener l : List.copyOf(listeners)) {
            if (l.owner().equals(owner)) {
                l.close();
            }
        }
        for (TcpEnd end : List.copyOf(ends)) {
            if (end.owner().equals(owner)) {
                if (silently) {
                    end.vanish();
                    ends.remove(end);
                } else {
                    end.close();
                }
            }
        }
    }

    /** Socket access for one process on this host. */
    public SimTransport transport(Object owner) {
        return new SimTransport() {
            @Override
            public long nextChannelId() {
                return network.nextNumber();
            }

            @Override
            public Stream connect(InetSocketAddress remote, Events events) {
                return TcpHost.this.connect(owner, remote, events);
            }

            @Override
            public Listener listen(InetSocketAddress local, int backlog, Runnable acceptable) throws IOException {
                return TcpHost.this.listen(owner, local, backlog, acceptable);
            }
        };
    }

    private TcpListener listen(Object owner, InetSocketAddress local, int backlog, Runnable acceptable)
            throws BindException {
        InetAddress ip = local.getAddress();
        if (!ip.isAnyLocalAddress() && !isOwn(ip)) {
            throw new BindException("Cannot assign requested address: " + local);
        }
        int port = local.getPort() == 0 ? ephemeralPort() : local.getPort();
        if (listener(ip, port) != null) {
            throw new BindException("Address already in use: " + local);
        }
        TcpListener l = new TcpListener(this, owner, new InetSocketAddress(ip, port), backlog, acceptable);
        listeners.add(l);
        return l;
    }

    private boolean isOwn(InetAddress ip) {
        return ip.isLoopbackAddress() || ip.equals(ipv4) || ip.equals(ipv6);
    }

    private @Nullable TcpListener listener(InetAddress ip, int port) {
        for (TcpListener l : listeners) {
            InetAddress bound = l.local().getAddress();
            if (l.local().getPort() == port
                    && (bound.equals(ip) || bound.isAnyLocalAddress() || ip.isAnyLocalAddress())) {
                return l;
            }
        }
        return null;
    }

    private int ephemeralPort() {
        while (true) {
            int port = nextPort;
            nextPort = port == LAST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT : port + 1;
            if (isFree(port)) {
                return port;
            }
        }
    }

    private boolean isFree(int port) {
        for (TcpListener l : listeners) {
            if (l.local().getPort() == port) {
                return false;
            }
        }
        return true;
    }

    private TcpEnd connect(Object owner, InetSocketAddress remote, SimTransport.Events events) {
        InetAddress ip = remote.getAddress();
        TcpHost target = ip.isLoopbackAddress() ? this : network.hostAt(ip);
        InetAddress ownIp = ip.isLoopbackAddress() ? ip : ip.getAddress().length == 4 ? ipv4 : ipv6;
        TcpEnd end = new TcpEnd(network, this, owner, new InetSocketAddress(ownIp, ephemeralPort()), remote, events);
        ends.add(end);
        network.trace().add("connect", end, remote.getPort());
        if (target == null) {
            network.timeline()
                    .after(
                            network.path(this, this).latencyNanos(),
                            () -> end.connectFailed(new NoRouteToHostException("No route to host")));
            return end;
        }
        network.timeline()
                .after(
                        SYN_GIVE_UP.toNanos(),
                        () -> end.connectFailed(new ConnectException("Connection timed out: " + remote)));
        network.path(this, target).send(() -> target.syn(end, this));
        return end;
    }

    /** A SYN arrived. */
    private void syn(TcpEnd client, TcpHost from) {
        if (client.isClosed()) {
            return;
        }
        Path back = network.path(this, from);
        InetSocketAddress address = client.remote();
        TcpListener l = listener(address.getAddress(), address.getPort());
        boolean refused = l == null;
        if (!refused && network.happens(network.faults().losses().refuse())) {
            network.counts().refusals++;
            refused = true;
        }
        if (l == null || refused) {
            back.send(() -> client.connectFailed(new ConnectException("Connection refused: " + address)));
            return;
        }
        if (l.isFull()) {
            network.timeline().after(SYN_AGAIN.toNanos(), () -> syn(client, from));
            return;
        }
        TcpEnd server = new TcpEnd(network, this, l.owner(), address, client.local(), null);
        TcpEnd.join(client, server);
        ends.add(server);
        network.connected(client);
        l.add(server);
        server.outgoing().notBefore(back.send(client::connected));
    }

    @Override
    public String toString() {
        return name;
    }
}

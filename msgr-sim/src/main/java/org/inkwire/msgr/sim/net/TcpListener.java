// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.inkwire.msgr.sim.channel.SimTransport;
import org.jspecify.annotations.Nullable;

/** A listening socket and its established connections that are not accepted yet. One thread. */
final class TcpListener implements SimTransport.Listener {
    private final TcpHost host;
    private final Object owner;
    private final InetSocketAddress local;
    private final int backlog;
    private final Runnable acceptable;
    private final ArrayDeque<TcpEnd> established = new ArrayDeque<>();
    private boolean closed;

    TcpListener(TcpHost host, Object owner, InetSocketAddress local, int backlog, Runnable acceptable) {
        this.host = host;
        this.owner = owner;
        this.local = local;
        this.backlog = backlog;
        this.acceptable = acceptable;
    }

    Object owner() {
        return owner;
    }

    boolean isFull() {
        return established.size() >= backlog;
    }

    void add(TcpEnd end) {
        established.addLast(end);
        acceptable.run();
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public @Nullable TcpEnd accept() {
        TcpEnd end = established.pollFirst();
        while (end != null && end.isClosed()) {
            end = established.pollFirst();
        }
        return end;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            host.forget(this);
            for (TcpEnd end : established) {
                end.close();
            }
            established.clear();
        }
    }
}

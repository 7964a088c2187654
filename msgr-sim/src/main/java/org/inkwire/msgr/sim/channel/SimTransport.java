// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.channel;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a process sees of TCP: non-blocking sockets, as a kernel offers them. The simulation's one thread.
 */
public interface SimTransport {
    /** A number no other channel of this simulation has: channel ids must be the same in every run. */
    long nextChannelId();

    /**
     * Begins to connect; {@link Events#connected} or {@link Events#failed} follows.
     *
     * @throws IOException if there is no way to even begin
     */
    Stream connect(InetSocketAddress remote, Events events) throws IOException;

    /**
     * Listens.
     *
     * @param local port 0 picks a free one
     * @throws java.net.BindException if the address is taken or not this host's
     */
    Listener listen(InetSocketAddress local, int backlog, Runnable acceptable) throws IOException;

    /** Told by the network; each is a level that may be told again, and only means "look". */
    interface Events {
        void connected();

        void failed(IOException cause);

        void readable();

        void writable();
    }

    /** One end of a connection. */
    interface Stream {
        InetSocketAddress local();

        InetSocketAddress remote();

        void events(Events receiver);

        /**
         * Takes bytes, moving the reader index.
         *
         * @param bytes borrowed
         * @return how many; 0: no room, {@link Events#writable} follows
         */
        int write(ByteBuf bytes) throws IOException;

        /**
         * Appends what has arrived.
         *
         * @return how many bytes; 0: nothing there, {@link Events#readable} follows; −1: the peer closed
         */
        int read(ByteBuf into) throws IOException;

        /** No event follows. */
        void close();

        /** Closes with a reset, behind everything written so far. No event follows. */
        void abort();
    }

    /** A listening socket. */
    interface Listener {
        InetSocketAddress local();

        /** The next established connection, or null: {@code acceptable} follows. */
        @Nullable
        Stream accept() throws IOException;

        void close();
    }
}

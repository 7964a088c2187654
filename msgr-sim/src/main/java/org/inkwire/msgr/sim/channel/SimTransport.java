// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.channel;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** TCP as a process sees it: non-blocking sockets, as a kernel offers them. The simulation's one thread. */
public interface SimTransport {
    /** A number unique in this simulation: channel ids must be the same in every run. */
    long nextChannelId();

    /**
     * Starts connecting; {@link Events#connected} or {@link Events#failed} follows.
     *
     * @throws IOException if connecting cannot even start
     */
    Stream connect(InetSocketAddress remote, Events events) throws IOException;

    /**
     * Listens.
     *
     * @param local port 0 picks a free one
     * @throws java.net.BindException if the address is taken or not this host's
     */
    Listener listen(InetSocketAddress local, int backlog, Runnable acceptable) throws IOException;

    /**
     * Notifications from the network. They are level-triggered, may repeat, and only mean that the socket should be
     * polled.
     */
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
         * @return bytes taken; 0: no room, {@link Events#writable} follows
         */
        int write(ByteBuf bytes) throws IOException;

        /**
         * Appends the bytes that have arrived.
         *
         * @return bytes appended; 0: none available, {@link Events#readable} follows; −1: the peer closed
         */
        int read(ByteBuf into) throws IOException;

        /** No event follows. */
        void close();

        /** Closes with a reset, which follows everything written so far. No event follows. */
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

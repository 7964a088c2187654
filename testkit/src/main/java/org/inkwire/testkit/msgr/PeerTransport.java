// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import java.net.InetSocketAddress;

/** How a {@link ScriptedPeer} moves bytes: over a blocking socket, or inside a simulation. One thread. */
public interface PeerTransport {
    InetSocketAddress local();

    InetSocketAddress remote();

    /** Sends all of it. */
    void send(byte[] bytes);

    /**
     * Waits until something came.
     *
     * @return how many bytes, at least 1; −1 at the end of the stream, also when it was broken
     * @throws java.io.UncheckedIOException if nothing came in time
     */
    int receive(byte[] into);

    /** Closes so that the other side sees a reset, where the system grants it. */
    void abort();

    void close();
}

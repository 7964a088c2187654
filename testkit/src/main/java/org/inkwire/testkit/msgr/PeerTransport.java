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
     * Waits until bytes arrive.
     *
     * @return number of bytes, at least 1; −1 at the end of the stream or if it broke
     * @throws java.io.UncheckedIOException if nothing arrives in time
     */
    int receive(byte[] into);

    /** Closes so that the other side sees a reset, where the system supports it. */
    void abort();

    void close();
}

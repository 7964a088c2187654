// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

/**
 * The answering end of a contestant, running. It sends back a message of the length that the {@link Body} asks for,
 * with the same stamp.
 */
public interface Server extends AutoCloseable {
    /** What a client in another process connects to: a word. */
    String address();

    @Override
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

/** A library or program that carries messages between two processes, in one configuration. */
public interface Peer {
    Server serve() throws Exception;

    /** Connects; returns when messages can be sent. */
    Client connect(String address, Answers answers) throws Exception;
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.wire.message.Message;

/**
 * Receives messages and session events. Dispatchers form a chain: each is called in turn until one handles the message.
 * Ceph: {@code src/msg/Dispatcher.h}.
 *
 * <p>Threads: {@code msFastDispatch} and {@code msCanFastDispatch} run on the connection's worker and must not block.
 * Everything else runs on the messenger's dispatch thread, one at a time: session events first, then messages by
 * priority, within one priority and connection in the order received. A message still queued when its connection closes
 * is dropped.
 */
public interface Dispatcher {
    /** Whether to pass this message to {@link #msFastDispatch} on the worker. Called once per message. */
    default boolean msCanFastDispatch(Message message) {
        return false;
    }

    /**
     * Handles a message on the worker.
     *
     * @param message borrowed: released by the messenger on return; {@code retain()} to keep it
     */
    default void msFastDispatch(Connection connection, Message message) {
        throw new IllegalStateException("no fast dispatch of " + message);
    }

    /**
     * Handles a message on the dispatch thread.
     *
     * @param message borrowed: released by the messenger on return; {@code retain()} to keep it
     * @return false to let the next dispatcher try
     */
    default boolean msDispatch(Connection connection, Message message) {
        return false;
    }

    /** An outgoing session became ready, for the first time or again. */
    default void msHandleConnect(Connection connection) {}

    /** An incoming session became ready, for the first time or again. */
    default void msHandleAccept(Connection connection) {}

    /** A lossy session ended by a fault. The connection is closed and will not come back. */
    default void msHandleReset(Connection connection) {}

    /** The peer of a lossless session lost its state: queued and unacknowledged messages are gone. */
    default void msHandleRemoteReset(Connection connection) {}

    /** The peer refused the connection (ECONNREFUSED). A lossless connection keeps trying. */
    default void msHandleRefused(Connection connection) {}
}

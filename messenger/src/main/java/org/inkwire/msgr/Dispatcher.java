// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.wire.message.Message;

/**
 * Receives messages and session events. Dispatchers form a chain: each is called in turn until one handles the message.
 * Ceph: {@code src/msg/Dispatcher.h}.
 *
 * <p>Whatever a method throws, errors included, is logged, and the message or event counts as handled; the connection
 * and all others go on.
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

    /**
     * A session ended: a lossy one by a fault, any by a failure in this process. The connection is closed and will not
     * come back.
     */
    default void msHandleReset(Connection connection) {}

    /** The peer of a lossless session lost its state: queued and unacknowledged messages are gone. */
    default void msHandleRemoteReset(Connection connection) {}

    /** The peer refused the connection (ECONNREFUSED). A lossless connection keeps trying. */
    default void msHandleRefused(Connection connection) {}

    /**
     * An attempt to connect, or an established TCP connection, failed. What becomes of the session, its policy says and
     * other events tell; this one says why.
     */
    default void msHandleFault(Connection connection, Throwable cause) {}

    /**
     * A message could not be encoded: its own code threw, or there was no memory for longer than a while. On the
     * connection's worker; must not block.
     *
     * @param message borrowed: it will not be sent
     * @return true if this dispatcher takes care of it, and the session may go on as if it had never been sent; if
     *     nobody does, the connection closes, with {@link #msHandleReset}
     */
    default boolean msHandleUnsent(Connection connection, Message message, Throwable cause) {
        return false;
    }

    /**
     * A message came in, and there was no memory to receive it, for longer than a while. On the connection's worker;
     * must not block.
     *
     * @return true if this dispatcher takes care of it, and the session may go on as if it had been dispatched; if
     *     nobody does, the connection closes, with {@link #msHandleReset}
     */
    default boolean msHandleUnreceived(Connection connection, Unreceived message, Throwable cause) {
        return false;
    }

    /** What is known of a message that could not be received. */
    record Unreceived(int type, long tid) {}
}

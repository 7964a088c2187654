// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Activity of one worker, under the names of Ceph's perf counters {@code AsyncMessenger::Worker-N} (Ceph: {@code
 * src/msg/async/Stack.h}, v16.2.15). Written on the worker's EventCenter only, read from any thread: one writer needs no
 * atomic additions. A reader sees each counter whole and never decreasing, but not all of them at one instant.
 */
@SuppressWarnings("UnusedVariable") // the fields are read through their handles
public final class WorkerCounters {
    private static final VarHandle RECV_MESSAGES = handle("recvMessages");
    private static final VarHandle SEND_MESSAGES = handle("sendMessages");
    private static final VarHandle RECV_BYTES = handle("recvBytes");
    private static final VarHandle SEND_BYTES = handle("sendBytes");
    private static final VarHandle CREATED = handle("created");
    private static final VarHandle CLOSED = handle("closed");
    private static final VarHandle TOTAL_NANOS = handle("totalNanos");
    private static final VarHandle SEND_NANOS = handle("sendNanos");
    private static final VarHandle RECV_NANOS = handle("recvNanos");

    private long recvMessages;
    private long sendMessages;
    private long recvBytes;
    private long sendBytes;
    private long created;
    private long closed;
    private long totalNanos;
    private long sendNanos;
    private long recvNanos;

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(WorkerCounters.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static long read(VarHandle counter, WorkerCounters of) {
        return (long) counter.getOpaque(of);
    }

    private void add(VarHandle counter, long amount) {
        counter.setOpaque(this, (long) counter.getOpaque(this) + amount);
    }

    /**
     * The counters at about the same time.
     *
     * @param recvMessages {@code msgr_recv_messages}
     * @param sendMessages {@code msgr_send_messages}: handed to the socket, including replays after a reconnect
     * @param recvBytes {@code msgr_recv_bytes}: all bytes read from sockets, including handshakes and acks
     * @param sendBytes {@code msgr_send_bytes}: all bytes framed for sockets
     * @param createdConnections {@code msgr_created_connections}
     * @param activeConnections {@code msgr_active_connections}: created but not closed
     * @param runningTotalNanos {@code msgr_running_total_time}: busy passes, excluding waits
     * @param runningSendNanos {@code msgr_running_send_time}: write passes
     * @param runningRecvNanos {@code msgr_running_recv_time}: parsing what was read, including fast dispatch
     */
    public record Snapshot(
            long recvMessages,
            long sendMessages,
            long recvBytes,
            long sendBytes,
            long createdConnections,
            long activeConnections,
            long runningTotalNanos,
            long runningSendNanos,
            long runningRecvNanos) {}

    /** Any thread. */
    public Snapshot snapshot() {
        // Read this first: a connection opened and closed in between may count as active, but the number is never
        // negative.
        long gone = read(CLOSED, this);
        VarHandle.loadLoadFence();
        long made = read(CREATED, this);
        return new Snapshot(
                read(RECV_MESSAGES, this),
                read(SEND_MESSAGES, this),
                read(RECV_BYTES, this),
                read(SEND_BYTES, this),
                made,
                made - gone,
                read(TOTAL_NANOS, this),
                read(SEND_NANOS, this),
                read(RECV_NANOS, this));
    }

    // ---- on the worker's center

    public void messagesReceived(int count) {
        add(RECV_MESSAGES, count);
    }

    public void messagesSent(int count) {
        add(SEND_MESSAGES, count);
    }

    public void bytesReceived(long bytes) {
        add(RECV_BYTES, bytes);
    }

    public void bytesSent(long bytes) {
        add(SEND_BYTES, bytes);
    }

    public void connectionCreated() {
        add(CREATED, 1);
    }

    /** Called once for each {@link #connectionCreated}; an excess call does nothing. */
    public void connectionClosed() {
        if (closed < created) {
            VarHandle.storeStoreFence();
            add(CLOSED, 1);
        }
    }

    public void ranSending(long nanos) {
        add(SEND_NANOS, nanos);
    }

    public void ranReceiving(long nanos) {
        add(RECV_NANOS, nanos);
    }

    void ranPass(long nanos) {
        add(TOTAL_NANOS, nanos);
    }
}

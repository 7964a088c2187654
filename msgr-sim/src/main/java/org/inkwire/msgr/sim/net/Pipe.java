// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: pieces in flight, in order, and bytes that arrived but were not read. The window
 * bounds their sum. One thread.
 */
final class Pipe {
    /** How long a kernel retransmits before it gives up a connection: Linux, {@code tcp_retries2} = 15. */
    private static final long GIVE_UP_NANOS = 924_600_000_000L;

    private enum Kind {
        DATA,
        FIN,
        RST
    }

    private static final class Piece {
        final Kind kind;
        final byte[] bytes;
        final long arrivesAt;

        Piece(Kind kind, byte[] bytes, long arrivesAt) {
            this.kind = kind;
            this.bytes = bytes;
            this.arrivesAt = arrivesAt;
        }
    }

    private static final byte[] NOTHING = new byte[0];

    private final TcpNetwork network;
    private final TcpEnd from;
    private final TcpEnd to;
    private final Path path;
    private final int window;
    private final ArrayDeque<Piece> transit = new ArrayDeque<>();
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
    private int headOffset;
    private int unread;
    private int underWay;
    private long lastArrival;
    private boolean pumpScheduled;
    private boolean writerWaits;
    private boolean lost;
    private boolean blackholed;
    private boolean unacknowledged;
    private @Nullable Piece stuck;

    Pipe(TcpNetwork network, TcpEnd from, TcpEnd to, Path path) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.path = path;
        NetworkFaults f = network.faults();
        int span = f.window().max() - f.window().min();
        this.window = f.window().min() + (span > 0 ? network.random().nextInt(span) : 0);
    }

    Path path() {
        return path;
    }

    int unread() {
        return unread;
    }

    /** Nothing arrives before {@code atNanos}. */
    void notBefore(long atNanos) {
        lastArrival = Math.max(lastArrival, atNanos);
    }

    /** @return bytes taken; 0: the writer is notified when there is room */
    int write(ByteBuf bytes) {
        int room = window - underWay - unread;
        if (room <= 0 && !lost) {
            writerWaits = true;
            return 0;
        }
        int taken = lost ? bytes.readableBytes() : Math.min(room, bytes.readableBytes());
        NetworkFaults f = network.faults();
        if (taken > 1 && network.happens(f.pieces().shortWrite())) {
            network.counts().shortWrites++;
            taken = 1 + network.random().nextInt(taken - 1);
        }
        if (lost) {
            // The writer does not know yet, and never will if the return path is silent.
            bytes.skipBytes(taken);
            unacknowledged();
            return taken;
        }
        boolean reset = network.happens(f.losses().reset());
        byte[] copy = new byte[reset ? network.random().nextInt(taken + 1) : taken];
        bytes.readBytes(copy);
        bytes.skipBytes(taken - copy.length);
        if (copy.length > 0 && network.happens(f.losses().corrupt())) {
            int at = network.random().nextInt(copy.length);
            copy[at] ^= (byte) (1 << network.random().nextInt(8));
            network.counts().corruptions++;
            network.trace().add("bit flip", from, at);
        }
        if (copy.length > 0) {
            CRC32C crc = new CRC32C();
            crc.update(copy, 0, copy.length);
            network.trace().add("write", from, copy.length | crc.getValue() << 32);
            add(Kind.DATA, copy);
        }
        if (reset) {
            network.counts().resets++;
            network.trace().add("lost", from, copy.length);
            from.connectionLost();
        }
        return taken;
    }

    /** The connection is lost at a random point: bytes after it never arrive, but the reset does. */
    void lose() {
        if (lost) {
            return;
        }
        lost = true;
        int kept = transit.isEmpty() ? 0 : network.random().nextInt(transit.size() + 1);
        while (transit.size() > kept) {
            underWay -= transit.removeLast().bytes.length;
            unacknowledged();
        }
        add(Kind.RST, NOTHING);
        Piece head = transit.peekFirst();
        if (stuck != null && head != null) {
            // The sender's kernel was retransmitting what is gone now; it continues with the rest.
            giveUpLater(head);
        }
    }

    /** As {@link #lose}, but everything written so far arrives. */
    void endAbruptly() {
        if (!lost) {
            lost = true;
            add(Kind.RST, NOTHING);
        }
    }

    void end() {
        if (!lost) {
            lost = true;
            add(Kind.FIN, NOTHING);
        }
    }

    /** The sender's host is gone: nothing more arrives, not even a reset. */
    void silence() {
        lost = true;
    }

    /** From now on everything is silently lost in transit. */
    void blackhole() {
        blackholed = true;
        network.trace().add("silent", from, 0);
    }

    private void add(Kind kind, byte[] bytes) {
        lastArrival = Math.max(lastArrival, network.timeline().now() + path.latencyNanos());
        transit.addLast(new Piece(kind, bytes, lastArrival));
        underWay += bytes.length;
        schedulePump();
    }

    private void schedulePump() {
        Piece head = transit.peekFirst();
        if (head != null && !pumpScheduled) {
            pumpScheduled = true;
            network.timeline().at(head.arrivesAt, this::pump);
        }
    }

    private void pump() {
        Piece head = transit.peekFirst();
        if (head != null && (path.isHeld() || blackholed)) {
            giveUpLater(head);
            if (!blackholed) {
                path.arrive(this::pump);
            }
            return;
        }
        pumpScheduled = false;
        while (head != null && head.arrivesAt <= network.timeline().now()) {
            transit.removeFirst();
            underWay -= head.bytes.length;
            deliver(head);
            head = transit.peekFirst();
        }
        schedulePump();
    }

    private void giveUpLater(Piece head) {
        if (stuck == head) {
            return;
        }
        stuck = head;
        network.timeline().after(GIVE_UP_NANOS, () -> {
            if (transit.peekFirst() == head && !from.isClosed()) {
                network.counts().timeouts++;
                from.fail(new SocketException("Connection timed out"));
            }
        });
    }

    /** No acknowledgement ever arrives, whether or not the bytes did: the sender's kernel eventually gives up. */
    private void unacknowledged() {
        if (!unacknowledged) {
            unacknowledged = true;
            network.timeline().after(GIVE_UP_NANOS, () -> {
                if (!from.isClosed()) {
                    network.counts().timeouts++;
                    from.fail(new SocketException("Connection timed out"));
                }
            });
        }
    }

    private void deliver(Piece piece) {
        if (piece.kind == Kind.DATA && to.outgoing().blackholed) {
            unacknowledged();
        }
        if (to.isClosed()) {
            if (piece.kind == Kind.DATA) {
                to.answerReset();
            }
            return;
        }
        switch (piece.kind) {
            case DATA -> {
                network.trace().add("arrive", to, piece.bytes.length);
                arrived.addLast(piece.bytes);
                unread += piece.bytes.length;
                to.readable();
            }
            case FIN -> to.ended();
            case RST -> to.fail(new IOException("Connection reset by peer"));
        }
    }

    /** @return bytes moved; 0 if none are available */
    int read(ByteBuf into, int most) {
        int wanted = Math.min(Math.min(unread, into.writableBytes()), most);
        if (wanted > 1 && network.happens(network.faults().pieces().shortRead())) {
            network.counts().shortReads++;
            wanted = 1 + network.random().nextInt(wanted - 1);
        }
        int left = wanted;
        while (left > 0) {
            byte[] head = arrived.getFirst();
            int n = Math.min(left, head.length - headOffset);
            into.writeBytes(head, headOffset, n);
            headOffset += n;
            left -= n;
            if (headOffset == head.length) {
                arrived.removeFirst();
                headOffset = 0;
            }
        }
        unread -= wanted;
        if (writerWaits && wanted > 0) {
            writerWaits = false;
            to.outgoing().tellBack(from::writable);
        }
        return wanted;
    }

    /** Notifies the sender's kernel on behalf of the receiver's; this pipe is the return path. */
    private void tellBack(Runnable news) {
        if (!blackholed) {
            path.send(news);
        }
    }

    void answerReset(TcpEnd peer) {
        if (!blackholed) {
            path.send(() -> peer.fail(new IOException("Connection reset by peer")));
        }
    }

    void dropArrived() {
        arrived.clear();
        headOffset = 0;
        unread = 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads and writes frames (s32 length, body) of one channel. Confined to the thread in {@link #run}, but for
 * {@link #execute}.
 */
final class NioLoop {
    /** Takes a message that arrived. */
    @FunctionalInterface
    interface OnMessage {
        void accept(long stamp, int answerBytes);
    }

    private static final int LENGTH_BYTES = 4;
    /** Holds 64 of the largest messages that are sent in numbers. */
    private static final int OUT_BYTES = 20 << 20;

    private static final int IN_BYTES = 4 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(Body.MAX_BYTES);
    /** The first byte in {@link #out} that is still to be written. */
    private int written;

    private int interest = SelectionKey.OP_READ;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private NioLoop(SocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    static NioLoop of(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Selector selector = Selector.open();
        return new NioLoop(channel, selector, channel.register(selector, SelectionKey.OP_READ));
    }

    /** Until the channel closes. */
    void run(OnMessage receiver) throws IOException {
        while (channel.isOpen()) {
            selector.select();
            selector.selectedKeys().clear();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            if (key.isReadable()) {
                read(receiver);
            }
            flush();
        }
    }

    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void read(OnMessage receiver) throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the other end closed the connection");
        }
        in.flip();
        while (in.remaining() >= LENGTH_BYTES) {
            int at = in.position();
            int end = at + LENGTH_BYTES + in.getInt(at);
            if (in.limit() < end) {
                break;
            }
            in.position(end);
            receiver.accept(
                    in.getLong(at + LENGTH_BYTES + Body.STAMP_AT), in.getInt(at + LENGTH_BYTES + Body.ANSWER_AT));
        }
        in.compact();
    }

    void send(long stamp, int bytes, int answerBytes) {
        if (out.remaining() < LENGTH_BYTES + bytes) {
            out.limit(out.position()).position(written);
            out.compact();
            written = 0;
        }
        out.putInt(bytes).putLong(stamp).putInt(answerBytes);
        zeros.limit(bytes - Body.BYTES).position(0);
        out.put(zeros);
    }

    private void flush() throws IOException {
        int end = out.position();
        if (end > written) {
            out.limit(end).position(written);
            written += channel.write(out);
            out.limit(out.capacity()).position(end);
        }
        boolean all = end == written;
        if (all) {
            out.clear();
            written = 0;
        }
        int wanted = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }
}

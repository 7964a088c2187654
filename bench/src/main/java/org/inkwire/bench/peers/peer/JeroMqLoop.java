// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Owns a client's socket, which one thread may use. Confined to it, but for {@link #execute} and {@link #close}. */
final class JeroMqLoop {
    private static final byte[] WAKE = {1};

    private final ZContext context;
    private final ZMQ.Socket socket;
    /** The inner end of a pair whose outer end wakes the poller. */
    private final ZMQ.Socket inner;

    private final ZMQ.Socket outer;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Answers answers;
    private int unanswered;

    private JeroMqLoop(ZContext context, ZMQ.Socket socket, Answers answers) {
        this.answers = answers;
        this.context = context;
        this.socket = socket;
        inner = Objects.requireNonNull(context.createSocket(SocketType.PAIR));
        outer = Objects.requireNonNull(context.createSocket(SocketType.PAIR));
        inner.bind("inproc://wake");
        outer.connect("inproc://wake");
    }

    static JeroMqLoop start(ZContext context, ZMQ.Socket socket, Answers answers) {
        JeroMqLoop loop = new JeroMqLoop(context, socket, answers);
        Thread thread = new Thread(loop::run, "jeromq-client");
        thread.setDaemon(true);
        thread.start();
        return loop;
    }

    synchronized void execute(Runnable task) {
        tasks.add(task);
        outer.send(WAKE, ZMQ.DONTWAIT);
    }

    private void run() {
        ZMQ.Poller poller = context.createPoller(2);
        poller.register(socket, ZMQ.Poller.POLLIN);
        int wakes = poller.register(inner, ZMQ.Poller.POLLIN);
        while (!Thread.currentThread().isInterrupted() && poller.poll() >= 0) {
            if (poller.pollin(wakes)) {
                inner.recv(ZMQ.DONTWAIT);
            }
            runTasks();
            // Its poller costs many times what a call that waits for a message costs.
            while (unanswered > 0) {
                byte[] m = socket.recv();
                if (m != null) {
                    unanswered--;
                    answers.onAnswer(stamp(m));
                }
                runTasks();
            }
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void send(long stamp, int bytes, int answerBytes) {
        socket.send(message(stamp, bytes, answerBytes), ZMQ.DONTWAIT);
        if (answerBytes > 0) {
            unanswered++;
        }
    }

    static byte[] message(long stamp, int bytes, int answerBytes) {
        byte[] message = new byte[bytes];
        body(message).putLong(Body.STAMP_AT, stamp).putInt(Body.ANSWER_AT, answerBytes);
        return message;
    }

    static long stamp(byte[] message) {
        return body(message).getLong(Body.STAMP_AT);
    }

    static int answerBytes(byte[] message) {
        return body(message).getInt(Body.ANSWER_AT);
    }

    private static ByteBuffer body(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    void close() {
        context.close();
    }
}

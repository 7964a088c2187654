// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import java.util.Objects;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ over TCP, a DEALER socket on each side. */
public record JeroMqPeer() implements Peer {
    private static final int RECEIVE_MILLIS = 500;
    private static final int MOST_TRIES = 20;

    @Override
    public Server serve() {
        ZContext context = new ZContext();
        ZMQ.Socket socket = socket(context);
        int port = socket.bindToRandomPort("tcp://127.0.0.1");
        Thread thread = new Thread(() -> answer(socket), "jeromq-server");
        thread.setDaemon(true);
        thread.start();
        return new Server() {
            @Override
            public String address() {
                return String.valueOf(port);
            }

            @Override
            public void close() {
                context.close();
            }
        };
    }

    private static void answer(ZMQ.Socket socket) {
        while (!Thread.currentThread().isInterrupted()) {
            byte[] m = socket.recv();
            if (m == null) {
                continue;
            }
            int bytes = JeroMqLoop.answerBytes(m);
            if (bytes > 0) {
                socket.send(JeroMqLoop.message(JeroMqLoop.stamp(m), bytes, 0));
            }
        }
    }

    private static ZMQ.Socket socket(ZContext context) {
        ZMQ.Socket socket = Objects.requireNonNull(context.createSocket(SocketType.DEALER));
        socket.setHWM(0);
        socket.setLinger(0);
        socket.setReceiveTimeOut(RECEIVE_MILLIS);
        return socket;
    }

    /** A connection in some tens never carries anything (JeroMQ 0.6.0), so it is tried before it is used. */
    private static ZMQ.Socket connected(ZContext context, String address) {
        for (int i = 0; i < MOST_TRIES; i++) {
            ZMQ.Socket socket = socket(context);
            socket.connect("tcp://127.0.0.1:" + address);
            socket.send(JeroMqLoop.message(1, Body.BYTES, Body.BYTES));
            if (socket.recv() != null) {
                return socket;
            }
            socket.close();
        }
        throw new IllegalStateException("no answer from " + address + " in " + MOST_TRIES + " tries");
    }

    @Override
    public Client connect(String address, Answers answers) {
        ZContext context = new ZContext();
        JeroMqLoop loop = JeroMqLoop.start(context, connected(context, address), answers);
        return new Client() {
            @Override
            public void execute(Runnable task) {
                loop.execute(task);
            }

            @Override
            public void send(long stamp, int bytes, int answerBytes) {
                loop.send(stamp, bytes, answerBytes);
            }

            @Override
            public void close() {
                loop.close();
            }
        };
    }
}

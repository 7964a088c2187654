// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import java.util.Objects;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ over TCP, a DEALER socket on each side. */
public record JeroMqPeer() implements Peer {
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
        for (byte[] m = socket.recv(); m != null; m = socket.recv()) {
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
        return socket;
    }

    @Override
    public Client connect(String address, Answers answers) {
        ZContext context = new ZContext();
        ZMQ.Socket socket = socket(context);
        socket.connect("tcp://127.0.0.1:" + address);
        JeroMqLoop loop = JeroMqLoop.start(context, socket, answers);
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

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.inkwire.bench.EchoMessage;
import org.inkwire.bench.EchoMessengers;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.EntityName;

/**
 * The server's process: prints its address, and then, for each line {@code memory} on its input, the bytes it holds. It
 * answers each message with as many bytes as that asks for; one whose stamp is {@link #FLOOD} with as many messages as
 * the connection takes. It ends with its input.
 */
public final class ScaleServer {
    static final String MEMORY = "memory";
    static final long FLOOD = Long.MIN_VALUE;

    /** Before anything a library prints. */
    private static final PrintStream OUT = System.out;

    private ScaleServer() {}

    /** @param args number of workers, bytes of the largest answer */
    public static void main(String[] args) throws Exception {
        System.setOut(System.err);
        ByteBuf zeros = Unpooled.directBuffer(Integer.parseInt(args[1])).writeZero(Integer.parseInt(args[1]));
        NetworkStack stack = NetworkStack.start(StackConfig.defaults().withOpThreads(Integer.parseInt(args[0])));
        Messenger server = EchoMessengers.create(
                stack,
                EntityName.osd(0),
                Policy.statelessServer(),
                false,
                (connection, message) -> answer(connection, message, zeros));
        server.bind(InetAddress.getLoopbackAddress(), 0, 0)
                .toCompletableFuture()
                .join();
        server.start();
        say(server.addrs().toString());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.equals(MEMORY)) {
                throw new IllegalArgumentException("what is: " + line);
            }
            say(Long.toString(Memory.usedBytes()));
        }
        System.exit(0);
    }

    private static void answer(Connection connection, EchoMessage message, ByteBuf zeros) {
        if (message.stamp() != FLOOD) {
            connection.sendMessage(EchoMessage.of(message.stamp(), 0, zeros.retainedSlice(0, message.answerBytes())));
            return;
        }
        EchoMessage next;
        do {
            next = EchoMessage.of(0, 0, zeros.retainedSlice(0, message.answerBytes()));
        } while (connection.trySend(next));
        next.release();
    }

    private static void say(String line) {
        OUT.println(line);
        OUT.flush();
    }
}

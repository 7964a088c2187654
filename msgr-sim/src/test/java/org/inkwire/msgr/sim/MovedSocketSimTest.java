// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.event.ConnectedSocket;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.ServerSocket;
import org.inkwire.msgr.event.SocketOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A socket that moves from one center to another. */
class MovedSocketSimTest {
    private static final int PORT = 6800;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Simulation sim = Simulation.of(1);
    private final List<String> told = new ArrayList<>();
    private final SimProcess client = sim.host("client").start("client", 1);
    private final SimProcess server = sim.host("server").start("server", 1);
    private @Nullable Channel accepted;
    private @Nullable ConnectedSocket socket;

    @BeforeEach
    void connect() {
        InetSocketAddress address = new InetSocketAddress(server.host().ip(), PORT);
        NetworkStack stack = client.stack();
        sim.await(server.stack().listen(center(server), address, options(server), acceptor), LIMIT)
                .startAccepting();
        stack.connect(center(client), address, options(client), new NetworkStack.ConnectHandler() {
            @Override
            public void connected(ConnectedSocket connected) {
                socket = connected;
            }

            @Override
            public void unusable(Throwable cause) {
                throw new AssertionError(cause);
            }
        });
        assertThat(sim.runUntil(() -> accepted != null && socket != null, LIMIT))
                .isTrue();
    }

    private final ServerSocket.Acceptor acceptor = new ServerSocket.Acceptor() {
        @Override
        public void accepted(Channel child) {
            accepted = child;
        }

        @Override
        public void failed(ServerSocket listening, Throwable cause) {
            throw new AssertionError(cause);
        }
    };

    private static SocketOptions options(SimProcess process) {
        return new SocketOptions(true, 0, 16, process.allocator());
    }

    private static EventCenter center(SimProcess process) {
        return process.stack().workers().get(0).center();
    }

    private ConnectedSocket socket() {
        ConnectedSocket s = socket;
        if (s == null) {
            throw new IllegalStateException("not connected");
        }
        return s;
    }

    private void move(EventCenter target) {
        center(client).submit(() -> socket().moveTo(target, () -> told.add("arrived"), () -> told.add("lost")));
        sim.run(LIMIT);
    }

    @Test
    void theMoverIsNotifiedOnTheNewCenter() {
        EventCenter target = client.stack().newCenter("target");
        move(target);
        assertThat(told).containsExactly("arrived");
        assertThat(socket().center()).isSameAs(target);
        assertThat(client.host().tcp().connections()).isEqualTo(1);
    }

    @Test
    void aCenterThatHasEndedLosesItAndItIsClosed() {
        EventCenter target = client.stack().newCenter("target");
        sim.await(target.stop(), LIMIT);
        move(target);
        assertThat(told).containsExactly("lost");
        assertThat(client.host().tcp().connections()).isZero();
    }

    @Test
    void aSocketThatWasClosedOnTheWayArrivesAllTheSame() {
        EventCenter target = client.stack().newCenter("target");
        client.loseConnections(1);
        move(target);
        assertThat(told).containsExactly("arrived");
        assertThat(socket().center()).isSameAs(target);
    }
}

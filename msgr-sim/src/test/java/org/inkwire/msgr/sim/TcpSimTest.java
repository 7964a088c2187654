// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.inkwire.msgr.sim.channel.SimTransport;
import org.inkwire.msgr.sim.net.Isolation;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated TCP behaves like a kernel's, as seen through its sockets. */
class TcpSimTest {
    private static final int PORT = 6800;
    private static final Duration LONG = Duration.ofMinutes(30);

    private final Simulation sim = Simulation.of(1);
    private final SimHost a = sim.host("a");
    private final SimHost b = sim.host("b");
    private final SimTransport onA = a.tcp().transport(this);
    private final SimTransport onB = b.tcp().transport(this);

    private static final class Seen implements SimTransport.Events {
        private boolean connected;
        private @Nullable IOException failure;
        private int writable;

        @Override
        public void connected() {
            connected = true;
        }

        @Override
        public void failed(IOException cause) {
            failure = cause;
        }

        @Override
        public void readable() {
            // tests poll
        }

        @Override
        public void writable() {
            writable++;
        }
    }

    private final Seen seen = new Seen();
    private SimTransport.Listener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = onB.listen(new InetSocketAddress(b.ip(), PORT), 3, () -> {});
    }

    private SimTransport.Stream dial(Seen events) throws IOException {
        return onA.connect(new InetSocketAddress(b.ip(), PORT), events);
    }

    private SimTransport.Stream connected() throws IOException {
        SimTransport.Stream s = dial(seen);
        assertThat(sim.runUntil(() -> seen.connected, LONG)).isTrue();
        return s;
    }

    private SimTransport.Stream accepted() throws IOException {
        SimTransport.Stream s = listener.accept();
        assertThat(s).isNotNull();
        return s;
    }

    private static byte[] random(int bytes) {
        byte[] all = new byte[bytes];
        new Random(bytes).nextBytes(all);
        return all;
    }

    private static int read(SimTransport.Stream s) throws IOException {
        return s.read(Unpooled.buffer(1 << 16));
    }

    // ---- window

    @Test
    void aWriterIsHeldBackByTheWindowAndToldWhenThereIsRoom() throws IOException {
        sim.network().faults(NetworkFaults.none().withWindow(1000, 1000));
        SimTransport.Stream client = connected();
        ByteBuf bytes = Unpooled.wrappedBuffer(random(2500));
        assertThat(client.write(bytes)).isEqualTo(1000);
        assertThat(client.write(bytes)).isZero();
        sim.run(Duration.ofSeconds(1));
        assertThat(client.write(bytes)).as("arrived is not read").isZero();
        assertThat(seen.writable).isZero();
        ByteBuf target = Unpooled.buffer(400, 400);
        assertThat(accepted().read(target)).isEqualTo(400);
        sim.run(Duration.ofSeconds(1));
        assertThat(seen.writable).isEqualTo(1);
        assertThat(client.write(bytes)).isEqualTo(400);
    }

    // ---- short reads and writes

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void bytesArriveInOrderInWhateverPieces(double chance) throws IOException {
        sim.network().faults(NetworkFaults.none().withPieces(chance, chance).withWindow(700, 5000));
        SimTransport.Stream client = connected();
        SimTransport.Stream server = accepted();
        byte[] all = random(100_000);
        ByteBuf out = Unpooled.wrappedBuffer(all);
        ByteBuf in = Unpooled.buffer(all.length, all.length);
        List<Integer> reads = new ArrayList<>();
        assertThat(sim.runUntil(
                        () -> {
                            try {
                                if (out.isReadable()) {
                                    client.write(out);
                                }
                                int n = server.read(in);
                                if (n > 0) {
                                    reads.add(n);
                                }
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                            return !in.isWritable();
                        },
                        LONG))
                .isTrue();
        assertThat(ByteBufUtil.getBytes(in)).isEqualTo(all);
        assertThat(reads).hasSizeGreaterThan(all.length / 5000);
        String counts = sim.network().counts().toString();
        assertThat(counts.contains("short writes 0, short reads 0")).isEqualTo(chance == 0);
    }

    // ---- ends

    @Test
    void whatWasWrittenBeforeAnOrderlyCloseIsReadBeforeTheEnd() throws IOException {
        SimTransport.Stream client = connected();
        client.write(Unpooled.wrappedBuffer(random(100)));
        client.close();
        sim.run(Duration.ofSeconds(1));
        SimTransport.Stream server = accepted();
        assertThat(read(server)).isEqualTo(100);
        assertThat(read(server)).isEqualTo(-1);
        assertThat(read(server)).isEqualTo(-1);
    }

    @Test
    void closingWithUnreadBytesResetsThePeer() throws IOException {
        SimTransport.Stream client = connected();
        client.write(Unpooled.wrappedBuffer(random(100)));
        sim.run(Duration.ofSeconds(1));
        accepted().close();
        sim.run(Duration.ofSeconds(1));
        assertThatThrownBy(() -> read(client)).hasMessage("Connection reset by peer");
        assertThatThrownBy(() -> client.write(Unpooled.wrappedBuffer(new byte[1])))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAbortIsAResetBehindWhatWasWritten() throws IOException {
        SimTransport.Stream client = connected();
        client.write(Unpooled.wrappedBuffer(random(100)));
        client.abort();
        sim.run(Duration.ofSeconds(1));
        SimTransport.Stream server = accepted();
        assertThat(read(server)).isEqualTo(100);
        assertThatThrownBy(() -> read(server)).hasMessage("Connection reset by peer");
    }

    @Test
    void writingToAClosedPeerIsAnsweredWithAReset() throws IOException {
        SimTransport.Stream client = connected();
        accepted().close();
        sim.run(Duration.ofSeconds(1));
        assertThat(read(client)).as("the peer's end").isEqualTo(-1);
        assertThat(client.write(Unpooled.wrappedBuffer(new byte[10])))
                .as("the first write is accepted")
                .isEqualTo(10);
        sim.run(Duration.ofSeconds(1));
        assertThatThrownBy(() -> client.write(Unpooled.wrappedBuffer(new byte[1])))
                .hasMessage("Connection reset by peer");
    }

    @Test
    void nothingIsHeardOfAHostWithoutPowerUntilTheKernelGivesUp() throws IOException {
        SimTransport.Stream client = connected();
        accepted();
        b.start("owner", 1);
        b.tcp().kill(this, true);
        b.powerOff();
        client.write(Unpooled.wrappedBuffer(new byte[10]));
        sim.run(Duration.ofSeconds(900));
        assertThat(read(client)).isZero();
        sim.run(Duration.ofSeconds(60));
        assertThatThrownBy(() -> read(client)).hasMessage("Connection timed out");
    }

    @Test
    void aHostThatCameBackResetsWhatItDoesNotKnow() throws IOException {
        SimTransport.Stream client = connected();
        accepted();
        b.tcp().kill(this, true);
        b.powerOff();
        client.write(Unpooled.wrappedBuffer(new byte[10]));
        sim.run(Duration.ofSeconds(60));
        b.powerOn();
        sim.run(Duration.ofSeconds(1));
        assertThatThrownBy(() -> read(client)).hasMessage("Connection reset by peer");
    }

    @Test
    void aWriterWhoseAcknowledgementsVanishGivesUpToo() throws IOException {
        sim.network().faults(NetworkFaults.none().withLosses(0, 0, 1, 0));
        boolean[] oneWay = new boolean[1];
        for (int i = 0; i < 16 && !oneWay[0]; i++) {
            Seen events = new Seen();
            SimTransport.Stream client = dial(events);
            sim.run(Duration.ofSeconds(30));
            SimTransport.Stream server = accepted();
            client.write(Unpooled.wrappedBuffer(new byte[10]));
            sim.run(Duration.ofSeconds(1));
            if (read(server) == 10) {
                // Bytes arrive, but nothing comes back.
                server.close();
                sim.run(Duration.ofSeconds(1000));
                assertThatThrownBy(() -> read(client)).hasMessage("Connection timed out");
                oneWay[0] = true;
            }
        }
        assertThat(oneWay[0]).isTrue();
    }

    @Test
    void aSilentConnectionThatIsAlsoLostIsGivenUpToo() throws IOException {
        sim.network().faults(NetworkFaults.none().withLosses(0, 0, 1, 0));
        for (int i = 0; i < 16; i++) {
            dial(new Seen());
            sim.run(Duration.ofSeconds(30));
            SimTransport.Stream server = accepted();
            server.write(Unpooled.wrappedBuffer(new byte[10]));
            sim.run(Duration.ofSeconds(1));
            a.tcp().loseConnections(this, 1);
            sim.run(Duration.ofSeconds(1000));
            assertThatThrownBy(() -> read(server)).as("connection %d", i).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aWriterToASilentConnectionThatWasLostGivesUp() throws IOException {
        sim.network().faults(NetworkFaults.none().withLosses(0, 0, 1, 0));
        for (int i = 0; i < 32; i++) {
            SimTransport.Stream client = dial(new Seen());
            sim.run(Duration.ofSeconds(30));
            SimTransport.Stream server = accepted();
            a.tcp().loseConnections(this, 1);
            sim.run(Duration.ofSeconds(1));
            writeIfOpen(client);
            writeIfOpen(server);
            sim.run(Duration.ofSeconds(1000));
            assertThatThrownBy(() -> read(client)).as("dialler %d", i).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> read(server)).as("acceptor %d", i).isInstanceOf(IOException.class);
        }
    }

    @Test
    void silentConnectionsCanBeBrokenAtBothEnds() throws IOException {
        SimTransport.Stream sound = dial(new Seen());
        sim.run(Duration.ofSeconds(1));
        SimTransport.Stream soundServer = accepted();
        sim.network().faults(NetworkFaults.none().withLosses(0, 0, 1, 0));
        SimTransport.Stream silent = dial(new Seen());
        sim.run(Duration.ofSeconds(30));
        SimTransport.Stream silentServer = accepted();
        SimTransport.Stream soonSilent = dial(new Seen());
        sim.run(Duration.ofMillis(5));
        SimTransport.Stream soonSilentServer = accepted();
        assertThat(sim.network().anySilent()).isTrue();

        sim.network().breakSilent();

        assertThat(sim.network().anySilent()).isFalse();
        for (SimTransport.Stream end : List.of(silent, silentServer, soonSilent, soonSilentServer)) {
            assertThatThrownBy(() -> read(end)).hasMessage("Connection reset by peer");
        }
        assertThat(arrives(sound, soundServer)).isTrue();
    }

    private static void writeIfOpen(SimTransport.Stream stream) {
        try {
            stream.write(Unpooled.wrappedBuffer(new byte[10]));
        } catch (IOException e) {
            assertThat(e).hasMessage("Connection reset by peer");
        }
    }

    // ---- isolation

    private boolean arrives(SimTransport.Stream client, SimTransport.Stream server) throws IOException {
        client.write(Unpooled.wrappedBuffer(new byte[10]));
        sim.run(Duration.ofSeconds(1));
        return read(server) > 0;
    }

    @Test
    void whatTwoCutsHoldIsFreeWhenBothHaveEnded() throws IOException {
        SimTransport.Stream client = connected();
        SimTransport.Stream server = accepted();
        Isolation first = sim.network().isolate(List.of(a.tcp()));
        Isolation second = sim.network().isolate(List.of(b.tcp()));
        first.end();
        first.end();
        assertThat(arrives(client, server)).isFalse();
        second.end();
        assertThat(arrives(client, server)).isTrue();
    }

    @Test
    void aHostThatJoinsLaterIsCutOffTooAndFreesNothingOfOthers() throws IOException {
        Isolation cut = sim.network().isolate(List.of(b.tcp()));
        SimHost late = sim.host("late");
        Isolation ofLate = sim.network().isolate(List.of(late.tcp()));
        cut.end();
        Seen events = new Seen();
        late.tcp().transport(this).connect(new InetSocketAddress(b.ip(), PORT), events);
        sim.run(Duration.ofSeconds(30));
        assertThat(events.connected).isFalse();
        ofLate.end();
        assertThat(sim.runUntil(() -> events.connected, LONG)).isTrue();
    }

    @Test
    void aHostWithoutPowerAnswersNobodyWhoJoinsLater() throws IOException {
        b.powerOff();
        sim.host("late").tcp().transport(this).connect(new InetSocketAddress(b.ip(), PORT), seen);
        expectFailure(ConnectException.class, "Connection timed out");
    }

    // ---- connecting

    private void expectFailure(Class<? extends IOException> kind, String message) {
        assertThat(sim.runUntil(() -> seen.failure != null, LONG)).isTrue();
        assertThat(seen.failure).isInstanceOf(kind).hasMessageContaining(message);
        assertThat(seen.connected).isFalse();
    }

    @Test
    void nobodyListeningIsARefusal() throws IOException {
        listener.close();
        dial(seen);
        expectFailure(ConnectException.class, "Connection refused");
        assertThat(sim.elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aHostThatDoesNotAnswerIsATimeout() throws IOException {
        b.powerOff();
        dial(seen);
        expectFailure(ConnectException.class, "Connection timed out");
        assertThat(sim.elapsed()).isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void anAddressOfNobodyHasNoRoute() throws IOException {
        onA.connect(new InetSocketAddress("10.0.9.9", PORT), seen);
        expectFailure(NoRouteToHostException.class, "No route");
    }

    @Test
    void connectsBeyondTheBacklogWaitForAnAccept() throws IOException {
        List<Seen> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Seen events = new Seen();
            all.add(events);
            dial(events);
        }
        sim.run(Duration.ofSeconds(10));
        assertThat(all.stream().filter(e -> e.connected)).hasSize(3);
        accepted();
        accepted();
        sim.run(Duration.ofSeconds(10));
        assertThat(all).allMatch(e -> e.connected);
    }

    @Test
    void aTakenPortCannotBeBound() {
        assertThatThrownBy(() -> onB.listen(new InetSocketAddress(b.ip(), PORT), 3, () -> {}))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> onB.listen(new InetSocketAddress(a.ip(), PORT), 3, () -> {}))
                .isInstanceOf(BindException.class);
    }
}

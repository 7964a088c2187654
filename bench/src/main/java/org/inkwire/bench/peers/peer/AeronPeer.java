// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Aeron. The media driver runs on the thread that also polls, because each side has one CPU.
 *
 * @param ipc through shared memory, else UDP
 * @param spinning never parks
 */
public record AeronPeer(boolean ipc, boolean spinning) implements Peer {
    /** System property: where drivers keep their files. */
    public static final String DIRECTORY = "inkwire.bench.shared";

    private static final int TO_SERVER = 1001;
    private static final int TO_CLIENT = 1002;
    private static final int TERM_BYTES = 16 << 20;
    private static final long CONNECT_SECONDS = 20;
    /** Processes are stopped between their turns, and must not be taken for dead. */
    private static final long NEVER_NANOS = TimeUnit.HOURS.toNanos(6);

    private static final int SPINS = 100;
    private static final int YIELDS = 100;
    private static final long MIN_PARK_NANOS = 1_000;
    private static final long MAX_PARK_NANOS = 100_000;

    private IdleStrategy idle() {
        return spinning
                ? new BusySpinIdleStrategy()
                : new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NANOS, MAX_PARK_NANOS);
    }

    private static MediaDriver driver() throws IOException {
        Path base = Path.of(System.getProperty(DIRECTORY, System.getProperty("java.io.tmpdir")));
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(
                        Files.createTempDirectory(base, "inkwire-aeron").toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.INVOKER)
                .publicationTermBufferLength(TERM_BYTES)
                .ipcTermBufferLength(TERM_BYTES)
                .socketRcvbufLength(2 << 20)
                .socketSndbufLength(2 << 20)
                .initialWindowLength(2 << 20)
                .clientLivenessTimeoutNs(NEVER_NANOS)
                .publicationUnblockTimeoutNs(2 * NEVER_NANOS)
                .imageLivenessTimeoutNs(NEVER_NANOS)
                .publicationConnectionTimeoutNs(NEVER_NANOS)
                .timerIntervalNs(TimeUnit.SECONDS.toNanos(1)));
    }

    private static Aeron client(String directory, @Nullable MediaDriver driver) {
        Aeron.Context context = new Aeron.Context()
                .aeronDirectoryName(directory)
                .useConductorAgentInvoker(true)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(NEVER_NANOS))
                .keepAliveIntervalNs(TimeUnit.SECONDS.toNanos(1));
        if (driver != null) {
            context.driverAgentInvoker(driver.sharedAgentInvoker());
        }
        return Aeron.connect(context);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String channel(String port) {
        return ipc ? CommonContext.IPC_CHANNEL : "aeron:udp?endpoint=127.0.0.1:" + port;
    }

    @Override
    public Server serve() throws Exception {
        String in = String.valueOf(freePort());
        String out = String.valueOf(freePort());
        MediaDriver driver = driver();
        String directory = driver.aeronDirectoryName();
        AeronLoop loop = AeronLoop.start("aeron-server", idle(), () -> {
            Aeron aeron = client(directory, driver);
            Subscription from = aeron.addSubscription(channel(in), TO_SERVER);
            ExclusivePublication to = aeron.addExclusivePublication(channel(out), TO_CLIENT);
            return new AeronLoop.Ends(aeron, driver, from, to);
        });
        loop.receiver((stamp, answerBytes) -> {
            if (answerBytes > 0) {
                loop.send(stamp, answerBytes, 0);
            }
        });
        return new Server() {
            @Override
            public String address() {
                return in + "," + out + "," + directory;
            }

            @Override
            public void close() {
                loop.close();
            }
        };
    }

    @Override
    public Client connect(String address, Answers answers) throws Exception {
        String[] parts = address.split(",", 3);
        MediaDriver driver = ipc ? null : driver();
        String directory = driver == null ? parts[2] : driver.aeronDirectoryName();
        AeronLoop loop = AeronLoop.start("aeron-client", idle(), () -> {
            Aeron aeron = client(directory, driver);
            Subscription from = aeron.addSubscription(channel(parts[1]), TO_CLIENT);
            ExclusivePublication to = aeron.addExclusivePublication(channel(parts[0]), TO_SERVER);
            return new AeronLoop.Ends(aeron, driver, from, to);
        });
        loop.receiver((stamp, answerBytes) -> answers.onAnswer(stamp));
        loop.awaitConnected(CONNECT_SECONDS);
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

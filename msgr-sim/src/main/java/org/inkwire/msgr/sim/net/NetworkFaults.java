// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.time.Duration;

/** Fault probabilities (0 to 1) and distributions of the network. Immutable. */
public record NetworkFaults(Latency latency, Pieces pieces, Losses losses, Window window) {
    private static final int QUIET_WINDOW = 256 << 10;

    /**
     * One-way latency of a piece of a stream.
     *
     * @param min minimum
     * @param max usual maximum; uniform between the two
     * @param spike chance of up to {@code spikeMax} of extra delay
     * @param spikeMax longest extra delay
     */
    public record Latency(Duration min, Duration max, double spike, Duration spikeMax) {
        public Latency {
            if (min.isNegative() || max.compareTo(min) < 0 || spikeMax.isNegative()) {
                throw new IllegalArgumentException("latency " + min + " .. " + max + " + " + spikeMax);
            }
            requireChances(spike);
        }
    }

    /**
     * Fragmentation of streams.
     *
     * @param shortWrite chance that a write accepts only a part
     * @param shortRead chance that a read returns only a part
     */
    public record Pieces(double shortWrite, double shortRead) {
        public Pieces {
            requireChances(shortWrite, shortRead);
        }
    }

    /**
     * Loss and corruption.
     *
     * @param reset chance, per write, that the connection is lost at some byte of it
     * @param corrupt chance, per write, that one bit of it is flipped
     * @param blackhole chance, per connection, that it silently stops carrying bytes in one direction or both after a
     *     while
     * @param refuse chance, per attempt, that a connect is refused although a socket is listening
     */
    public record Losses(double reset, double corrupt, double blackhole, double refuse) {
        public Losses {
            requireChances(reset, corrupt, blackhole, refuse);
        }
    }

    /**
     * Bytes in flight in one direction before the writer must wait.
     *
     * @param min minimum
     * @param max maximum
     */
    public record Window(int min, int max) {
        public Window {
            if (min < 1 || max < min) {
                throw new IllegalArgumentException("window " + min + " .. " + max);
            }
        }
    }

    private static void requireChances(double... chances) {
        for (double chance : chances) {
            if (!(chance >= 0 && chance <= 1)) {
                throw new IllegalArgumentException("chance " + chance + " is not within 0 .. 1");
            }
        }
    }

    /** A good network: 50 to 150 µs, nothing lost. */
    public static NetworkFaults none() {
        return new NetworkFaults(
                new Latency(Duration.ofNanos(50_000), Duration.ofNanos(150_000), 0, Duration.ZERO),
                new Pieces(0, 0),
                new Losses(0, 0, 0, 0),
                new Window(QUIET_WINDOW, QUIET_WINDOW));
    }

    /** Everything at once, often. */
    public static NetworkFaults many() {
        return new NetworkFaults(
                new Latency(Duration.ofNanos(30_000), Duration.ofMillis(2), 0.01, Duration.ofMillis(400)),
                new Pieces(0.05, 0.05),
                new Losses(1 / 200.0, 1 / 20_000.0, 1 / 500.0, 0.02),
                new Window(4 << 10, 512 << 10));
    }

    public NetworkFaults withLatency(Duration min, Duration max) {
        return new NetworkFaults(new Latency(min, max, latency.spike, latency.spikeMax), pieces, losses, window);
    }

    public NetworkFaults withPieces(double shortWrite, double shortRead) {
        return new NetworkFaults(latency, new Pieces(shortWrite, shortRead), losses, window);
    }

    public NetworkFaults withLosses(double reset, double corrupt, double blackhole, double refuse) {
        return new NetworkFaults(latency, pieces, new Losses(reset, corrupt, blackhole, refuse), window);
    }

    public NetworkFaults withWindow(int min, int max) {
        return new NetworkFaults(latency, pieces, losses, new Window(min, max));
    }
}

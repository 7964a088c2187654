// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.time.Duration;

/**
 * How bad the network is: chances between 0 and 1, and distributions. Immutable.
 *
 * @param latencyMin one way
 * @param latencyMax usual worst, one way; uniform between the two
 * @param spike chance of a piece of a stream to take up to {@code spikeMax} longer
 * @param spikeMax longest extra delay
 * @param shortWrite chance that a write takes only a part
 * @param shortRead chance that a read gives only a part
 * @param reset chance, per write, that the connection is lost at some byte of it
 * @param corrupt chance, per write, that one bit of it is flipped
 * @param blackhole chance, per connection, that it silently stops carrying bytes one way or both after a while
 * @param refuse chance, per attempt, that a connect is refused though somebody listens
 * @param windowMin least bytes under way in one direction before the writer must wait
 * @param windowMax most
 */
public record NetworkFaults(
        Duration latencyMin,
        Duration latencyMax,
        double spike,
        Duration spikeMax,
        double shortWrite,
        double shortRead,
        double reset,
        double corrupt,
        double blackhole,
        double refuse,
        int windowMin,
        int windowMax) {
    private static final int QUIET_WINDOW = 256 << 10;

    public NetworkFaults {
        if (latencyMin.isNegative() || latencyMax.compareTo(latencyMin) < 0 || spikeMax.isNegative()) {
            throw new IllegalArgumentException("latency " + latencyMin + " .. " + latencyMax + " + " + spikeMax);
        }
        if (windowMin < 1 || windowMax < windowMin) {
            throw new IllegalArgumentException("window " + windowMin + " .. " + windowMax);
        }
        for (double chance : new double[] {spike, shortWrite, shortRead, reset, corrupt, blackhole, refuse}) {
            if (!(chance >= 0 && chance <= 1)) {
                throw new IllegalArgumentException("chance " + chance + " is not within 0 .. 1");
            }
        }
    }

    /** A good network: 50 to 150 µs, nothing lost. */
    public static NetworkFaults none() {
        return new NetworkFaults(
                Duration.ofNanos(50_000),
                Duration.ofNanos(150_000),
                0,
                Duration.ZERO,
                0,
                0,
                0,
                0,
                0,
                0,
                QUIET_WINDOW,
                QUIET_WINDOW);
    }

    /** Everything at once, often. */
    public static NetworkFaults many() {
        return new NetworkFaults(
                Duration.ofNanos(30_000),
                Duration.ofMillis(2),
                0.01,
                Duration.ofMillis(400),
                0.05,
                0.05,
                1 / 200.0,
                1 / 20_000.0,
                1 / 500.0,
                0.02,
                4 << 10,
                512 << 10);
    }

    public NetworkFaults withLatency(Duration min, Duration max) {
        return new NetworkFaults(
                min,
                max,
                spike,
                spikeMax,
                shortWrite,
                shortRead,
                reset,
                corrupt,
                blackhole,
                refuse,
                windowMin,
                windowMax);
    }

    public NetworkFaults withPieces(double newShortWrite, double newShortRead) {
        return new NetworkFaults(
                latencyMin,
                latencyMax,
                spike,
                spikeMax,
                newShortWrite,
                newShortRead,
                reset,
                corrupt,
                blackhole,
                refuse,
                windowMin,
                windowMax);
    }

    public NetworkFaults withLosses(double newReset, double newCorrupt, double newBlackhole, double newRefuse) {
        return new NetworkFaults(
                latencyMin,
                latencyMax,
                spike,
                spikeMax,
                shortWrite,
                shortRead,
                newReset,
                newCorrupt,
                newBlackhole,
                newRefuse,
                windowMin,
                windowMax);
    }

    public NetworkFaults withWindow(int min, int max) {
        return new NetworkFaults(
                latencyMin,
                latencyMax,
                spike,
                spikeMax,
                shortWrite,
                shortRead,
                reset,
                corrupt,
                blackhole,
                refuse,
                min,
                max);
    }
}

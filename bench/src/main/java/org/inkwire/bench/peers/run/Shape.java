// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.util.List;
import org.inkwire.bench.peers.load.Order;

/**
 * A kind of load.
 *
 * @param name in options and files
 * @param title in tables
 * @param order its duration is set for each turn
 */
public record Shape(String name, String title, boolean quick, Order order) {
    private static final int SMALL = 64;
    private static final int PAGE = 4 << 10;
    private static final int LARGE = 64 << 10;
    private static final int HUGE = 1 << 20;
    private static final int MANY = 64;
    private static final int ACK_BYTES = 16;
    /** One in eight is timed where a clock reading is a good part of a message's cost. */
    private static final int SAMPLED = 7;

    /** A rate that every contestant holds. */
    public static final int DEFAULT_RATE = 5_000;

    /** @param rate messages per second of the open loop */
    public static List<Shape> all(int rate) {
        return List.of(
                echo("64-1", "64 B, 1 in flight", SMALL, 1, true),
                echo("64-64", "64 B, 64 in flight", SMALL, MANY, true),
                echo("4k-1", "4 KiB, 1 in flight", PAGE, 1, false),
                echo("4k-64", "4 KiB, 64 in flight", PAGE, MANY, true),
                echo("64k-1", "64 KiB, 1 in flight", LARGE, 1, false),
                echo("64k-64", "64 KiB, 64 in flight", LARGE, MANY, true),
                oneWay("one-way-64k", "64 KiB one way", LARGE, 8, 8),
                oneWay("one-way-1m", "1 MiB one way", HUGE, 4, 4),
                new Shape("rate-64", "64 B at " + rate + "/s", true, new Order(SMALL, SMALL, 1, 0, 1, rate, 0)));
    }

    private static Shape echo(String name, String title, int bytes, int inFlight, boolean quick) {
        int sampled = inFlight > 1 && bytes < LARGE ? SAMPLED : 0;
        return new Shape(name, title, quick, new Order(bytes, bytes, 1, sampled, inFlight, 0, 0));
    }

    private static Shape oneWay(String name, String title, int bytes, int group, int inFlight) {
        return new Shape(name, title, false, new Order(bytes, ACK_BYTES, group, 0, inFlight, 0, 0));
    }

    /** The order for a turn of so many milliseconds. */
    Order during(int millis) {
        return new Order(
                order.bytes(),
                order.answerBytes(),
                order.group(),
                order.sampled(),
                order.inFlight(),
                order.rate(),
                millis);
    }

    /** Whether messages are sent at fixed times: then the rate is given, and the latency measured. */
    public boolean isOpenLoop() {
        return order.rate() > 0;
    }
}

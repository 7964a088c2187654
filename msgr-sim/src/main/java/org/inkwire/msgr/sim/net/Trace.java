// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A record of a run: a digest of all events and the text of the last ones. Two runs with one seed must have the same
 * digest. One thread.
 */
public final class Trace {
    /** Number of events kept for failure reports. */
    private static final int KEPT = 400;

    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Timeline timeline;
    private final String[] what = new String[KEPT];
    private final Object[] who = new Object[KEPT];
    private final long[] when = new long[KEPT];
    private final long[] detail = new long[KEPT];
    private long digest = 0xcbf29ce484222325L;
    private long count;

    Trace(Timeline timeline) {
        this.timeline = timeline;
    }

    public static Trace on(Timeline timeline) {
        return new Trace(timeline);
    }

    /**
     * @param event constant text
     * @param subject has a stable {@code toString}; called only when the trace is printed
     * @param number goes into the digest: bytes, a checksum, a port
     */
    public void add(String event, Object subject, long number) {
        int slot = (int) (count++ % KEPT);
        what[slot] = event;
        who[slot] = subject;
        when[slot] = timeline.now();
        detail[slot] = number;
        mix(timeline.now());
        mix(event.hashCode());
        mix(number);
    }

    private void mix(long value) {
        long h = (digest ^ value) * FNV_PRIME;
        digest = h ^ h >>> 32;
    }

    public long digest() {
        return digest;
    }

    /** Number of events so far. */
    public long count() {
        return count;
    }

    /** The last events, oldest first, one line each. */
    public List<String> last() {
        List<String> lines = new ArrayList<>();
        for (long i = Math.max(0, count - KEPT); i < count; i++) {
            int slot = (int) (i % KEPT);
            lines.add(String.format(
                    Locale.ROOT,
                    "%14.6f ms  %-12s %s %d",
                    (when[slot] - Timeline.START_NANOS) / NANOS_PER_MILLI,
                    what[slot],
                    who[slot],
                    detail[slot]));
        }
        return lines;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.inkwire.cluster.message.mon.LogEntry;

/**
 * The newest lines of the cluster log. Kept in memory only: bounded, lost with the monitor. Confined to the monitor's
 * center. Ceph: {@code LogMonitor}, which keeps {@code log_max_recent} of them too.
 */
final class ClusterLog {
    static final int PRIO_DEBUG = 0;
    static final int PRIO_INFO = 1;
    static final int PRIO_SEC = 2;
    static final int PRIO_WARN = 3;
    static final int PRIO_ERROR = 4;

    private static final String[] PRIO_TEXT = {"[DBG]", "[INF]", "[SEC]", "[WRN]", "[ERR]"};

    /** As many as {@code log last} can ask of a real monitor by default. */
    private static final int MAX_ENTRIES = 10_000;

    private final Deque<LogEntry> entries = new ArrayDeque<>();

    void add(LogEntry entry) {
        if (entries.size() == MAX_ENTRIES) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /**
     * @param channel {@code *} for all
     * @return at most {@code count} newest entries, oldest first
     */
    List<LogEntry> last(int count, int minPrio, String channel) {
        List<LogEntry> found = new ArrayList<>();
        var newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext() && found.size() < count) {
            LogEntry e = newestFirst.next();
            if (e.prio() >= minPrio && (channel.equals("*") || channel.equals(e.channel()))) {
                found.add(0, e);
            }
        }
        return found;
    }

    static String prioText(int prio) {
        return prio >= 0 && prio < PRIO_TEXT.length ? PRIO_TEXT[prio] : "[???]";
    }

    /** @param level {@code debug}, {@code info}, {@code sec}, {@code warn}, {@code error} */
    static int prioOf(String level) {
        return switch (level) {
            case "debug" -> PRIO_DEBUG;
            case "sec" -> PRIO_SEC;
            case "warn" -> PRIO_WARN;
            case "error" -> PRIO_ERROR;
            default -> PRIO_INFO;
        };
    }

    static String line(LogEntry e) {
        return Units.stamp(e.stamp()) + " " + e.name() + " (" + e.rank() + ") " + e.seq() + " : " + e.channel() + " "
                + prioText(e.prio()) + " " + e.message();
    }
}

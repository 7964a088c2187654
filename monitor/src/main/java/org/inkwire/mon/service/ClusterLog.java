// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.inkwire.cluster.message.mon.LogEntry;
import org.inkwire.cluster.message.mon.MLog;
import org.inkwire.cluster.message.mon.MLogAck;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.MonSession.Subscription;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Subscriptions;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest lines of the cluster log, and who watches them. Kept in memory only, bounded, and lost when the monitor
 * stops. Confined to the monitor's center. Ceph: {@code LogMonitor}, which keeps {@code log_max_recent} of them too.
 *
 * <p>Each line is one version of the log. A subscription to {@code log-LEVEL} gets the newest line of that level or
 * above first, then each further one. Clients skip versions that are not above the last one they saw.
 */
public final class ClusterLog {
    private static final Logger log = LoggerFactory.getLogger(ClusterLog.class);

    private static final int PRIO_DEBUG = 0;
    private static final int PRIO_INFO = 1;
    private static final int PRIO_SEC = 2;
    private static final int PRIO_WARN = 3;
    private static final int PRIO_ERROR = 4;

    /** Subscriptions by priority. */
    private static final String[] LEVELS = {"log-debug", "log-info", "log-sec", "log-warn", "log-error"};

    private static final String[] PRIO_TEXT = {"[DBG]", "[INF]", "[SEC]", "[WRN]", "[ERR]"};

    /** The most that {@code log last} can request from a real monitor by default. */
    private static final int MAX_ENTRIES = 10_000;

    /** Rank of a line that no daemon wrote. */
    private static final EntityName NO_RANK = EntityName.of(EntityType.CLIENT, -1);

    /** Rank of the only monitor. */
    private static final EntityName RANK = EntityName.mon(0);

    private static final String CHANNEL = "cluster";
    private static final String ALL_CHANNELS = "*";

    private final AuthEntityName self;
    private final UUID fsid;
    private final InstantSource wallClock;
    private final Deque<LogEntry> entries = new ArrayDeque<>();
    private EntityAddrVec addrs = EntityAddrVec.EMPTY;
    private long seq;

    /**
     * Version of the newest entry. Starts with the time in milliseconds, so that it grows over restarts although the
     * lines are lost.
     */
    private long version;

    private final Subscriptions subscriptions;

    /** @param self this monitor */
    public ClusterLog(AuthEntityName self, UUID fsid, InstantSource wallClock, Subscriptions subscriptions) {
        this.self = self;
        this.fsid = fsid;
        this.wallClock = wallClock;
        this.subscriptions = subscriptions;
        this.version = wallClock.millis();
        for (int i = 0; i < LEVELS.length; i++) {
            int minPrio = i;
            String topic = LEVELS[i];
            subscriptions.publish(topic, (session, subscription) -> publish(session, subscription, topic, minPrio));
        }
    }

    public void addTo(Routes routes) {
        routes.add(MLog.TYPE, MLog.class, this::onLog);
    }

    /** Sets the addresses that the monitor's lines carry from now on. */
    public void at(EntityAddrVec served) {
        addrs = served;
    }

    /** Adds a line from this monitor. */
    public void info(String text) {
        log.info("{} {}", self, text);
        add(new LogEntry(self, RANK, addrs, now(), ++seq, PRIO_INFO, text, CHANNEL));
    }

    /** Adds a line from a user ({@code ceph log}). */
    public void info(AuthEntityName user, String text) {
        add(new LogEntry(user, NO_RANK, EntityAddrVec.EMPTY, now(), 0, PRIO_INFO, text, CHANNEL));
    }

    private UTime now() {
        return UTime.of(wallClock.instant());
    }

    private void onLog(MonSession session, MLog m) {
        List<LogEntry> sent = m.entries();
        if (!m.fsid().equals(fsid) || sent.isEmpty()) {
            return;
        }
        sent.forEach(this::add);
        LogEntry last = sent.get(sent.size() - 1);
        session.send(new MLogAck(fsid, last.seq(), last.channel()));
    }

    private void add(LogEntry entry) {
        if (entries.size() == MAX_ENTRIES) {
            entries.removeFirst();
        }
        entries.addLast(entry);
        version++;
        subscriptions.check(LEVELS);
    }

    private void publish(MonSession session, Subscription subscription, String topic, int minPrio) {
        if (subscription.next() > version) {
            return;
        }
        List<LogEntry> wanted =
                subscription.next() == 0 ? last(1, minPrio, ALL_CHANNELS) : since(subscription.next(), minPrio);
        if (!wanted.isEmpty()) {
            session.send(new MLog(version, fsid, wanted));
        }
        session.sent(topic, subscription, version);
    }

    /** Entries of a version and all later ones, oldest first. */
    private List<LogEntry> since(long first, int minPrio) {
        List<LogEntry> found = new ArrayList<>();
        long of = version;
        var newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext() && of-- >= first) {
            LogEntry e = newestFirst.next();
            if (e.prio() >= minPrio) {
                found.add(0, e);
            }
        }
        return found;
    }

    /**
     * @param channel {@code *} for all
     * @return at most {@code count} newest entries, oldest first
     */
    public List<LogEntry> last(int count, int minPrio, String channel) {
        List<LogEntry> found = new ArrayList<>();
        var newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext() && found.size() < count) {
            LogEntry e = newestFirst.next();
            if (e.prio() >= minPrio && (channel.equals(ALL_CHANNELS) || channel.equals(e.channel()))) {
                found.add(0, e);
            }
        }
        return found;
    }

    public static String prioText(int prio) {
        return prio >= 0 && prio < PRIO_TEXT.length ? PRIO_TEXT[prio] : "[???]";
    }

    /** Whether {@link #prioOf} knows the text. */
    public static boolean isLevel(String text) {
        return List.of("debug", "info", "sec", "warn", "error").contains(text);
    }

    /** @param level {@code debug}, {@code info}, {@code sec}, {@code warn}, {@code error} */
    public static int prioOf(String level) {
        return switch (level) {
            case "debug" -> PRIO_DEBUG;
            case "sec" -> PRIO_SEC;
            case "warn" -> PRIO_WARN;
            case "error" -> PRIO_ERROR;
            default -> PRIO_INFO;
        };
    }

    public static String line(LogEntry e) {
        return Units.stamp(e.stamp()) + " " + e.name() + " (" + e.rank() + ") " + e.seq() + " : " + e.channel() + " "
                + prioText(e.prio()) + " " + e.message();
    }
}

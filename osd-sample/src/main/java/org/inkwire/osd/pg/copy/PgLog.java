// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.osd.message.PgLogEntry;
import org.jspecify.annotations.Nullable;

/**
 * The newest writes of a PG, by version and by request. After a merge it also has <em>dups</em>: what the logs of the
 * merged PGs knew, just to recognize requests that are sent again. Confined to the PG. Ceph: {@code PGLog}.
 */
public final class PgLog {
    private final NavigableMap<EVersion, PgLogEntry> entries = new TreeMap<>();
    private final Map<OsdReqId, PgLogEntry> byReqid = new HashMap<>();
    private List<PgLogEntry> dups = new ArrayList<>();
    private EVersion tail;

    /**
     * @param tail version before the oldest entry
     * @param entries those up to and including the tail are dups
     */
    public PgLog(EVersion tail, Collection<PgLogEntry> entries) {
        this.tail = tail;
        for (PgLogEntry entry : entries) {
            if (entry.version().compareTo(tail) > 0) {
                put(entry);
            } else {
                dups.add(entry);
                index(entry);
            }
        }
    }

    private void put(PgLogEntry entry) {
        entries.put(entry.version(), entry);
        index(entry);
    }

    private void index(PgLogEntry entry) {
        if (!entry.reqid().equals(OsdReqId.NONE)) {
            byReqid.put(entry.reqid(), entry);
        }
    }

    public EVersion head() {
        return entries.isEmpty() ? tail : entries.lastKey();
    }

    public EVersion tail() {
        return tail;
    }

    public int size() {
        return entries.size();
    }

    /** @throws IllegalStateException unless it is newer than {@link #head} */
    void append(PgLogEntry entry) {
        if (entry.version().compareTo(head()) <= 0) {
            throw new IllegalStateException("log entry " + entry + " after " + head());
        }
        put(entry);
    }

    @Nullable
    public PgLogEntry find(OsdReqId reqid) {
        return byReqid.get(reqid);
    }

    /**
     * Where to trim so that {@code keep} entries stay once one more is appended; the current tail if there is nothing
     * to trim.
     */
    public EVersion trimPoint(int keep) {
        EVersion point = tail;
        int excess = entries.size() + 1 - keep;
        if (excess <= 0) {
            return point;
        }
        for (EVersion version : entries.keySet()) {
            if (excess-- <= 0) {
                break;
            }
            point = version;
        }
        return point;
    }

    /** Drops entries up to and including {@code to}, never the newest. @return what was dropped */
    List<EVersion> trim(EVersion to) {
        List<EVersion> dropped = List.of();
        while (entries.size() > 1 && entries.firstKey().compareTo(to) <= 0) {
            PgLogEntry entry = entries.pollFirstEntry().getValue();
            byReqid.remove(entry.reqid(), entry);
            tail = entry.version();
            if (dropped.isEmpty()) {
                dropped = new ArrayList<>(1);
            }
            dropped.add(tail);
        }
        return dropped;
    }

    boolean hasDups() {
        return !dups.isEmpty();
    }

    /** Forgets the dups; the log has enough newer writes. */
    void forgetDups() {
        dups.forEach(dup -> byReqid.remove(dup.reqid(), dup));
        dups = new ArrayList<>();
    }

    /** The dups, then the entries, oldest first. */
    public List<PgLogEntry> all() {
        List<PgLogEntry> all = new ArrayList<>(dups);
        all.addAll(entries.values());
        return all;
    }

    /** The writes to some of the objects, as a log of its own. */
    PgLog part(Predicate<HObject> mine) {
        return new PgLog(
                tail, all().stream().filter(entry -> mine.test(entry.object())).toList());
    }

    /**
     * An empty log that recognizes the requests of several others.
     *
     * @param tail newer than anything in them
     * @param most dups to keep, the newest by version
     */
    static PgLog merged(EVersion tail, List<PgLog> logs, int most) {
        List<PgLogEntry> dups = new ArrayList<>();
        logs.forEach(log -> dups.addAll(log.all()));
        dups.sort(Comparator.comparing(PgLogEntry::version));
        return new PgLog(tail, dups.subList(Math.max(0, dups.size() - most), dups.size()));
    }

    /** Those later than {@code version}, oldest first. */
    public List<PgLogEntry> after(EVersion version) {
        return List.copyOf(entries.tailMap(version, false).values());
    }

    /** This log up to {@code after}, which it has, then those of {@code others} that are later. */
    PgLog continuedBy(EVersion after, List<PgLogEntry> others) {
        List<PgLogEntry> kept = new ArrayList<>(dups);
        kept.addAll(entries.headMap(after, true).values());
        PgLog continued = new PgLog(tail, kept);
        for (PgLogEntry entry : others) {
            if (entry.version().compareTo(after) > 0) {
                continued.append(entry);
            }
        }
        return continued;
    }

    /** The newest version that both have; null if the logs do not reach back to one. */
    @Nullable
    EVersion lastCommon(PgLog other) {
        for (EVersion version : entries.descendingKeySet()) {
            if (other.has(version)) {
                return version;
            }
        }
        return other.has(tail) ? tail : null;
    }

    /** Whether the state after this version is in the history it knows. */
    public boolean has(EVersion version) {
        return version.equals(tail) || entries.containsKey(version);
    }
}

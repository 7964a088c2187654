// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.osd.message.PgLogEntry;
import org.jspecify.annotations.Nullable;

/** The newest writes of a PG, by version and by request. Confined to the PG. Ceph: {@code PGLog}. */
final class PgLog {
    private final NavigableMap<EVersion, PgLogEntry> entries = new TreeMap<>();
    private final Map<OsdReqId, PgLogEntry> byReqid = new HashMap<>();
    private EVersion tail;

    /** @param tail version before the oldest entry */
    PgLog(EVersion tail, Collection<PgLogEntry> entries) {
        this.tail = tail;
        entries.forEach(this::put);
    }

    private void put(PgLogEntry entry) {
        entries.put(entry.version(), entry);
        if (!entry.reqid().equals(OsdReqId.NONE)) {
            byReqid.put(entry.reqid(), entry);
        }
    }

    EVersion head() {
        return entries.isEmpty() ? tail : entries.lastKey();
    }

    EVersion tail() {
        return tail;
    }

    int size() {
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
    PgLogEntry find(OsdReqId reqid) {
        return byReqid.get(reqid);
    }

    /**
     * Where to trim so that {@code keep} entries stay once one more is appended; the current tail if there is nothing
     * to trim.
     */
    EVersion trimPoint(int keep) {
        EVersion point = tail;
        int excess = entries.size() + 1 - keep;
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
        List<EVersion> dropped = new ArrayList<>();
        while (entries.size() > 1 && entries.firstKey().compareTo(to) <= 0) {
            PgLogEntry entry = entries.pollFirstEntry().getValue();
            byReqid.remove(entry.reqid(), entry);
            tail = entry.version();
            dropped.add(tail);
        }
        return dropped;
    }

    /** Oldest first. */
    List<PgLogEntry> all() {
        return List.copyOf(entries.values());
    }

    /** Those later than {@code version}, oldest first. */
    List<PgLogEntry> after(EVersion version) {
        return List.copyOf(entries.tailMap(version, false).values());
    }

    /** This log up to {@code after}, which it has, then {@code others}. */
    PgLog continuedBy(EVersion after, List<PgLogEntry> others) {
        PgLog continued = new PgLog(tail, entries.headMap(after, true).values());
        others.forEach(continued::append);
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
    boolean has(EVersion version) {
        return version.equals(tail) || entries.containsKey(version);
    }
}

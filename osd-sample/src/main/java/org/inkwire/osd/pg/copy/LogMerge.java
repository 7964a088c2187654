// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PgLogEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a copy has to change to go by another copy's log: which objects it must remove, and which it then lacks. Our writes
 * that the other log does not have never happened; what they changed must become again what it was. Pure. Ceph: {@code
 * PGLog::merge_log}.
 *
 * @param log the copy's from now on
 * @param common the newest version that both logs have
 * @param missing objects that are not as the log says, with the versions they need
 * @param gone objects that must not exist
 */
public record LogMerge(PgLog log, EVersion common, NavigableMap<HObject, EVersion> missing, List<HObject> gone) {

    /**
     * @param missing what the copy lacks now
     * @param after version before the first of {@code entries}: one in our log, or the other log's tail
     * @param entries the other log's
     * @param stored version of an object that the copy has, or null
     * @return null if the logs have nothing in common
     */
    static @Nullable LogMerge of(
            PgLog ours,
            NavigableMap<HObject, EVersion> missing,
            EVersion after,
            List<PgLogEntry> entries,
            Function<HObject, @Nullable EVersion> stored) {
        PgLog theirs = ours.has(after) ? ours.continuedBy(after, entries) : new PgLog(after, entries);
        EVersion common = ours.lastCommon(theirs);
        if (common == null) {
            return null;
        }
        NavigableMap<HObject, EVersion> lacking = new TreeMap<>(missing);
        List<HObject> gone = new ArrayList<>();
        wanted(ours, theirs, common).forEach((object, version) -> {
            lacking.remove(object);
            if (version.equals(EVersion.ZERO)) {
                gone.add(object);
            } else if (!version.equals(stored.apply(object))) {
                lacking.put(object, version);
            }
        });
        return new LogMerge(theirs, common, lacking, gone);
    }

    /** The objects that either log changed after the common version, with their versions by the other log; zero: gone. */
    private static Map<HObject, EVersion> wanted(PgLog ours, PgLog theirs, EVersion common) {
        Map<HObject, EVersion> wanted = new LinkedHashMap<>();
        for (PgLogEntry entry : ours.after(common)) {
            if (entry.changes()) {
                // Until the other log says more: as it was before our first write.
                wanted.putIfAbsent(entry.object(), entry.prior());
            }
        }
        for (PgLogEntry entry : theirs.after(common)) {
            if (entry.changes()) {
                wanted.put(entry.object(), entry.kind() == PgLogEntry.Kind.DELETE ? EVersion.ZERO : entry.version());
            }
        }
        return wanted;
    }

    /** The newest versions of the objects that a log changed after {@code since}; zero: deleted. */
    public static Map<HObject, EVersion> changedSince(PgLog log, EVersion since) {
        Map<HObject, EVersion> changed = new HashMap<>();
        for (PgLogEntry entry : log.after(since)) {
            if (entry.changes()) {
                changed.put(entry.object(), entry.kind() == PgLogEntry.Kind.DELETE ? EVersion.ZERO : entry.version());
            }
        }
        return changed;
    }
}

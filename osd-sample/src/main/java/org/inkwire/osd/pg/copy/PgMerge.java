// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges copies of one or more PGs into one of another. The map says at which version both PGs stopped: copies at exactly
 * these make the whole state of the merged PG, at a version that is the same on every OSD and that no copy of either had
 * before. From any others comes a copy that counts for nothing until backfill has filled it. Ceph: {@code
 * PeeringState::merge_from}.
 */
public final class PgMerge {
    private static final Logger log = LoggerFactory.getLogger(PgMerge.class);

    /** Dups kept, in lengths of a full log: those of the PG itself and of all that may join it one after another. */
    private static final int LOGS_KEPT = 8;

    private PgMerge() {}

    /**
     * @param next the map without the sources
     * @param mapping the target's in it
     * @param sources null for a PG that this OSD has no copy of
     */
    public static void merge(
            PgCopy target,
            PgMapView next,
            PgMapping mapping,
            Map<SpgId, @Nullable PgHandover> sources,
            PgOptions options) {
        PgMergeMeta meta = next.lastMerge(target.pgid());
        boolean right = isWhole(target.info()) && target.info().lastUpdate().equals(meta.targetVersion());
        PgInfo info = target.info();
        long version = info.lastUpdate().version();
        List<PgLog> logs = new ArrayList<>(List.of(target.log()));
        Transaction t = new Transaction(target.collection());
        for (Map.Entry<SpgId, @Nullable PgHandover> e : sources.entrySet()) {
            PgHandover source = e.getValue();
            right &= source != null
                    && isWhole(source.info)
                    && e.getKey().pgid().equals(meta.source())
                    && source.info.lastUpdate().equals(meta.sourceVersion());
            if (source != null) {
                t.mergeCollection(CollectionId.of(source.pgid()));
                info = info.joined(source.info);
                version = Math.max(version, source.info.lastUpdate().version());
                logs.add(source.log);
            }
        }
        EVersion merged = new EVersion(version, next.epoch());
        target.intervals().advance(target.map(), next.epoch(), mapping);
        info = right ? info.withLog(merged, merged) : info.filling(next.epoch());
        PgLog newLog = right
                ? PgLog.merged(merged, logs, LOGS_KEPT * options.logEntries())
                : new PgLog(EVersion.ZERO, List.of());
        PgMeta records = target.records();
        records.replaceLog(t, newLog);
        records.replaceMissing(t, new TreeMap<>());
        records.putInfo(t, info);
        records.putIntervals(t, target.intervals());
        log.info(
                "{} takes in {} at {}: {}",
                target,
                sources.keySet(),
                next.epoch(),
                right ? info : "to be filled, not the versions of " + meta);
        target.reshape(next, info, newLog, new TreeMap<>(), t);
    }

    /** The state its log ends with, nothing missing. */
    private static boolean isWhole(PgInfo info) {
        return info.complete() && info.numMissing() == 0;
    }
}

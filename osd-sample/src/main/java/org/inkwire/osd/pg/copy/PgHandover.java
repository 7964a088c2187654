// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import java.util.NavigableMap;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.host.PgMapView;

/**
 * A PG's copy on its way from one shard to another, or into another PG: what a {@link PgCopy} has in memory besides its
 * collection. The giver no longer touches either.
 */
public final class PgHandover {
    private final SpgId pgid;
    final PgMapView map;
    final PgInfo info;
    final PgLog log;
    final NavigableMap<HObject, EVersion> missing;
    final Intervals intervals;
    final ReadPromise promise;

    PgHandover(
            SpgId pgid,
            PgMapView map,
            PgInfo info,
            PgLog log,
            NavigableMap<HObject, EVersion> missing,
            Intervals intervals,
            ReadPromise promise) {
        this.pgid = pgid;
        this.map = map;
        this.info = info;
        this.log = log;
        this.missing = missing;
        this.intervals = intervals;
        this.promise = promise;
    }

    public SpgId pgid() {
        return pgid;
    }

    /** The newest map the copy has seen. */
    public int mapEpoch() {
        return map.epoch();
    }
}

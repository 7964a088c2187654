// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits a copy: each child gets the objects whose hashes are its own, the log of what was written to them (so that it
 * recognizes requests sent again) and the parent's past. What is left is the parent. One transaction changes all of it.
 * Every OSD with a copy of the parent does this when it reaches the map that has the children, whatever its role; all
 * derive the same from the same copy. Ceph: {@code PeeringState::split_into}.
 */
public final class PgSplit {
    private static final Logger log = LoggerFactory.getLogger(PgSplit.class);
    private static final int LISTED_AT_ONCE = 1024;

    /** What one PG gets of the parent's objects. */
    private static final class Share {
        private long objects;
        private long bytes;
    }

    private final PgCopy parent;
    private final PgMapView next;
    private final Map<Integer, Share> shares = new LinkedHashMap<>();

    private PgSplit(PgCopy parent, PgMapView next) {
        this.parent = parent;
        this.next = next;
    }

    /**
     * @param next the map that has the children
     * @param mapping the parent's in it
     * @return the children's copies
     */
    public static List<PgHandover> split(PgCopy parent, PgMapView next, PgMapping mapping, List<SpgId> children) {
        return new PgSplit(parent, next).into(children, mapping);
    }

    private List<PgHandover> into(List<SpgId> children, PgMapping mapping) {
        children.forEach(child -> shares.put(child.pgid().seed(), new Share()));
        count();
        parent.intervals().advance(parent.map(), next.epoch(), mapping);
        PgInfo left = parent.info();
        PgMeta records = parent.records();
        Transaction t = new Transaction(parent.collection());
        List<PgHandover> parts = new ArrayList<>();
        for (SpgId child : children) {
            PgHandover part = part(child);
            parts.add(part);
            left = left.withStats(left.numObjects() - part.info.numObjects(), left.numBytes() - part.info.numBytes());
            t.splitCollection(
                    CollectionId.of(child),
                    part.intervals.current().hashBits(),
                    records.all(part.info, part.intervals, part.log, part.missing));
        }
        PgLog leftLog = logOf(parent.pgid());
        left = left.withLog(headOf(leftLog, left), left.logTail());
        NavigableMap<HObject, EVersion> leftMissing = missingOf(parent.pgid());
        left = left.withNumMissing(leftMissing.size());
        records.replaceLog(t, leftLog);
        records.replaceMissing(t, leftMissing);
        records.putInfo(t, left);
        records.putIntervals(t, parent.intervals());
        log.info("{} splits at {} into itself and {}", parent, next.epoch(), children);
        parent.reshape(next, left, leftLog, leftMissing, t);
        return parts;
    }

    /** A copy that is being filled has no log to tell where it is. */
    private EVersion headOf(PgLog part, PgInfo info) {
        return parent.info().complete() ? part.head() : info.lastUpdate();
    }

    private PgHandover part(SpgId child) {
        PgMapping mapping = next.mapping(child);
        Share share = shares.get(child.pgid().seed());
        if (mapping == null || share == null) {
            throw new IllegalArgumentException("no " + child + " in epoch " + next.epoch());
        }
        PgLog itsLog = logOf(child);
        NavigableMap<HObject, EVersion> itsMissing = missingOf(child);
        PgInfo info = parent.info()
                .withLog(headOf(itsLog, parent.info()), parent.info().logTail())
                .withStats(share.objects, share.bytes)
                .withNumMissing(itsMissing.size());
        return new PgHandover(
                child, next, info, itsLog, itsMissing, parent.intervals().ofChild(mapping), parent.promise());
    }

    private PgLog logOf(SpgId pgid) {
        return parent.log().part(object -> seedOf(object) == pgid.pgid().seed());
    }

    private NavigableMap<HObject, EVersion> missingOf(SpgId pgid) {
        NavigableMap<HObject, EVersion> missing = new TreeMap<>();
        parent.missing().forEach((object, version) -> {
            if (seedOf(object) == pgid.pgid().seed()) {
                missing.put(object, version);
            }
        });
        return missing;
    }

    private int seedOf(HObject object) {
        PgId raw = new PgId(parent.pgid().pgid().pool(), object.hash());
        SpgId holder = next.holder(new SpgId(raw, parent.pgid().shard()));
        if (holder == null) {
            throw new IllegalStateException("no pool of " + parent + " in epoch " + next.epoch());
        }
        return holder.pgid().seed();
    }

    private void count() {
        ObjectStore store = parent.store();
        CollectionId collection = parent.collection();
        HObject at = HObject.MIN;
        while (at.compareTo(HObject.MAX) < 0) {
            ObjectListing listing = store.list(collection, at, HObject.MAX, LISTED_AT_ONCE);
            for (HObject object : listing.objects()) {
                Share share = object.pool() < 0 ? null : shares.get(seedOf(object));
                if (share != null) {
                    share.objects++;
                    share.bytes += store.size(collection, object);
                }
            }
            at = listing.next();
        }
        // Of what is missing altogether, the size is not known here.
        for (HObject object : parent.missing().keySet()) {
            Share share = shares.get(seedOf(object));
            if (share != null && parent.stored(object) == null) {
                share.objects++;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;

/** What a PG's collection contains besides the PG's records: its objects, and those being copied into it. Stateless. */
public final class PgObjects {
    private static final int LISTED_AT_ONCE = 1024;

    private PgObjects() {}

    /** Removes every object but the PG's own records. */
    public static void removeAll(ObjectStore store, CollectionId collection, Transaction t) {
        HObject at = HObject.MIN;
        while (at.compareTo(HObject.MAX) < 0) {
            ObjectListing listing = store.list(collection, at, HObject.MAX, LISTED_AT_ONCE);
            listing.objects().forEach(t::remove);
            at = listing.next();
        }
    }

    /** Removes what earlier pulls staged and did not put in place. */
    static void sweepStaged(ObjectStore store, SpgId pgid, Transaction t) {
        long pool = pgid.pgid().pool();
        HObject at = lowest(stagedPool(pool));
        while (at.compareTo(lowest(pool)) < 0) {
            ObjectListing listing = store.list(CollectionId.of(pgid), at, lowest(pool), LISTED_AT_ONCE);
            listing.objects().forEach(t::remove);
            at = listing.next();
        }
    }

    /** Before all objects of a pool. */
    public static HObject lowest(long pool) {
        return new HObject("", "", 0, 0, false, "", pool);
    }

    private static long stagedPool(long pool) {
        return -2 - pool;
    }

    /** What an object is called while a copy of it is incomplete: as Ceph's temporary objects, in pool {@code -2 - pool}. */
    public static HObject stagedName(HObject object) {
        return new HObject(
                object.key(),
                object.oid(),
                object.snap(),
                object.hash(),
                object.max(),
                object.nspace(),
                stagedPool(object.pool()));
    }
}

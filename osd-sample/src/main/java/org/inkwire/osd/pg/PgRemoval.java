// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.pg.copy.PgObjects;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a deleted PG's collection, a few objects at a time so that its shard's other PGs get their turn. */
public final class PgRemoval {
    private static final Logger log = LoggerFactory.getLogger(PgRemoval.class);
    private static final int OBJECTS_PER_TURN = 256;

    private final PG pg;
    private final PgOwner host;
    private final ObjectStore store;

    private PgRemoval(PG pg, PgOwner host, ObjectStore store) {
        this.pg = pg;
        this.host = host;
        this.store = store;
    }

    static void start(PG pg, PgOwner host, ObjectStore store, String why) {
        log.debug("{} removed: {}", pg, why);
        // The records go first: what a crash leaves is no longer a PG.
        Transaction t = new Transaction(pg.collection());
        t.omapClear(pg.collection().metaObject());
        new PgRemoval(pg, host, store).applyThenNext(t);
    }

    /** Removes, in one transaction, a collection that no PG uses. On the PG's shard. */
    public static void atOnce(PgHost host, ObjectStore store, SpgId pgid) {
        log.debug("osd.{} pg {}: removes an unused copy", host.whoami(), pgid);
        Transaction t = new Transaction(CollectionId.of(pgid));
        PgObjects.removeAll(store, t.collection(), t);
        t.removeCollection();
        host.whenDurable(store.apply(t), () -> {});
    }

    /** In a task of its own: what is durable at once would otherwise go on within this turn, to the last object. */
    private void applyThenNext(Transaction t) {
        host.whenDurable(store.apply(t), () -> host.shard().execute(this::next));
    }

    private void next() {
        if (pg.isStopped()) {
            // What is left is no longer a PG, and is removed when the PG is created here again.
            return;
        }
        ObjectListing listing = store.list(pg.collection(), HObject.MIN, HObject.MAX, OBJECTS_PER_TURN);
        Transaction t = new Transaction(pg.collection());
        if (!listing.objects().isEmpty()) {
            listing.objects().forEach(t::remove);
            applyThenNext(t);
            return;
        }
        t.removeCollection();
        host.whenDurable(store.apply(t), () -> host.removed(pg));
    }
}

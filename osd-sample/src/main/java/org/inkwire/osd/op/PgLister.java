// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.cluster.osd.op.PgnlsReply;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;

/** PGNLS and the older PGLS: lists a PG's objects from a cursor (protocol: osd section 6). */
final class PgLister {
    /** Result of a listing that reached the PG's end. */
    private static final int DONE = 1;

    private final ObjectStore store;
    private final OpLimits limits;

    PgLister(ObjectStore store, OpLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** @return 0 if the PG goes on after the returned handle, 1 at its end, or a negative errno */
    int execute(PgOpRequest request, OSDOp op) {
        return switch (op.code()) {
            case OpCode.PGNLS -> {
                PgnlsReply found = list(request, op);
                op.encodeOutput(found::encode);
                yield result(request, found);
            }
            case OpCode.PGLS -> {
                PgnlsReply found = list(request, op);
                // u8 1, hobject handle, vec of (string oid, string key)
                op.encodeOutput(out -> {
                    out.u8(1);
                    found.handle().encode(out);
                    out.list(found.entries(), (entry, e) -> {
                        e.string(entry.oid());
                        e.string(entry.locator());
                    });
                });
                yield result(request, found);
            }
            default -> Errno.EOPNOTSUPP.result();
        };
    }

    private static int result(PgOpRequest request, PgnlsReply found) {
        return found.handle().equals(end(request)) ? DONE : 0;
    }

    private static HObject end(PgOpRequest request) {
        CollectionId pg = request.collection();
        return endOfPg(pg.pool(), pg.seed(), request.hashBits());
    }

    private PgnlsReply list(PgOpRequest request, OSDOp op) {
        HObject cursor = HObject.decode(op.inputDecoder());
        HObject end = end(request);
        int max = Long.compareUnsigned(op.maxEntries(), limits.osdMaxPgls()) > 0
                ? limits.osdMaxPgls()
                : (int) op.maxEntries();
        List<PgnlsReply.Entry> entries = new ArrayList<>();
        while (cursor.compareTo(end) < 0 && entries.size() < max) {
            ObjectListing listing = store.list(request.collection(), cursor, end, max - entries.size());
            NavigableSet<HObject> missing = request.missing().subSet(cursor, true, listing.next(), false);
            Collection<HObject> objects = listing.objects();
            if (!missing.isEmpty()) {
                objects = new TreeSet<>(objects);
                objects.addAll(missing);
            }
            for (HObject object : objects) {
                if (object.compareTo(end) < 0 && wanted(request.nspace(), object)) {
                    entries.add(new PgnlsReply.Entry(object.nspace(), object.oid(), object.key()));
                }
            }
            cursor = listing.next();
        }
        return new PgnlsReply(cursor.compareTo(end) > 0 ? end : cursor, entries);
    }

    private static boolean wanted(String nspace, HObject object) {
        return object.snap() == SnapId.HEAD
                && (nspace.equals(PgnlsReply.ALL_NSPACES) || nspace.equals(object.nspace()));
    }

    /**
     * Where a PG ends in object order, which is where the next one begins: its hashes share their low bits, so in
     * reversed bits they are one range. MAX after the pool's last.
     */
    static HObject endOfPg(long pool, int seed, int bits) {
        long first = Integer.toUnsignedLong(Integer.reverse(seed));
        long next = (first | (0xffff_ffffL >>> bits)) + 1;
        return next > 0xffff_ffffL ? HObject.MAX : HObject.atHash(pool, Integer.reverse((int) next));
    }
}

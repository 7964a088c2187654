// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.objecter.error.RadosException;

/** Computes where an object is. Stateless. */
final class Locations {
    private Locations() {}

    static ObjectLocation of(OSDMap map, String oid, ObjectLocator locator) {
        PgPool pool = map.pool(locator.pool());
        if (pool == null) {
            throw new RadosException.Refused(Errno.ENOENT.result(), "pool " + locator.pool());
        }
        String hashed = locator.key().isEmpty() ? oid : locator.key();
        PgId pg = pool.rawPgToPg(new PgId(locator.pool(), PgPool.hashKey(hashed, locator.nspace())));
        UpActing where = map.pgToUpActing(pg);
        return new ObjectLocation(map.epoch(), pg.toString(), where.up(), where.acting(), where.actingPrimary());
    }
}

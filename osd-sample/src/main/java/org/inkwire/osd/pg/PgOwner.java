// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import org.inkwire.osd.pg.host.PgHost;

/** The OSD's part that has a PG. Called on the PG's shard, as all of {@link PgHost}. */
public interface PgOwner extends PgHost {
    /** The copy is gone from the store; forget the PG. */
    void removed(PG pg);
}

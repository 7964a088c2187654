// SPDX-License-Identifier: Apache-2.0
/**
 * Placement groups: peering, syncing, replication, op execution in order, replies. A PG is confined to its shard's
 * EventCenter and sees its environment through {@link org.inkwire.osd.pg.PgHost} (time, peers, monitor) and
 * {@link org.inkwire.osd.pg.PgMapView} (one map epoch), so whole groups of PGs run in memory in tests. Imports
 * {@code store}, {@code op} and {@code message}; is independent of connections. Ceph: {@code src/osd/PeeringState.h},
 * {@code src/osd/PrimaryLogPG.h}.
 */
@NullMarked
package org.inkwire.osd.pg;

import org.jspecify.annotations.NullMarked;

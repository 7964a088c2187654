// SPDX-License-Identifier: Apache-2.0
/**
 * Placement groups: peering, the roles, replication, execution of requests in order, replies. A PG is confined to its
 * shard's EventCenter. Its environment is {@code pg.host}, its data {@code pg.copy}; {@code pg.recovery} completes copies.
 * Imports {@code store}, {@code op} and {@code message}; is independent of connections. Ceph: {@code
 * src/osd/PeeringState.h}, {@code src/osd/PrimaryLogPG.h}.
 */
@NullMarked
package org.inkwire.osd.pg;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Messages between an OSD and the monitor: boot, failure reports, up_thru, pg_temp, PG creation, purged snapshots. May
 * also import {@code message.common}. Ceph: {@code src/messages}.
 */
@NullMarked
package org.inkwire.cluster.message.osdmon;

import org.jspecify.annotations.NullMarked;

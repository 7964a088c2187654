// SPDX-License-Identifier: Apache-2.0
/**
 * Messages that only our own daemons exchange, in the private type range 0x6f00 …: replication and peering between OSDs,
 * PG states for our monitor. A real Ceph daemon never sees one, because a reference OSD only ever talks to reference OSDs
 * and reports to a monitor of ours. Imports {@code wire} and {@code cluster} ids only.
 */
@NullMarked
package org.inkwire.osd.message;

import org.jspecify.annotations.NullMarked;

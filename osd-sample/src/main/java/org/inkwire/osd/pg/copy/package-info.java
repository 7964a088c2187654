// SPDX-License-Identifier: Apache-2.0
/**
 * One OSD's copy of a placement group: its info, log, intervals and missing objects, their records in the store, and what
 * merging logs, splitting and merging PGs make of them. Every change is one transaction. Imports {@code pg.host}. Ceph:
 * {@code src/osd/PGLog.h}, {@code pg_info_t}, {@code PastIntervals}.
 */
@NullMarked
package org.inkwire.osd.pg.copy;

import org.jspecify.annotations.NullMarked;

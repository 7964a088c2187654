// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD daemon, assembled from its parts: messengers, their dispatch table, start and stop. The parts depend on the
 * interfaces they need, not on {@code OSD}. Order, top to bottom, each importing only those below: this package |
 * {@code tell} | {@code heartbeat}, {@code monlink}, {@code shard} | {@code map} | {@code pg} | {@code op} |
 * {@code message}, {@code store} | {@code context}, {@code state}. Ceph: {@code src/osd/OSD.h}.
 */
@NullMarked
package org.inkwire.osd;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD daemon, put together from its parts: messengers, the table of what they receive, start and end. The parts know the
 * interfaces they need, not {@code OSD}. Order, top to bottom, each importing only those below: this package | {@code tell} |
 * {@code heartbeat}, {@code monlink}, {@code shard} | {@code map} | {@code pg} | {@code op} | {@code message}, {@code store} |
 * {@code context}, {@code state}. Ceph: {@code src/osd/OSD.h}.
 */
@NullMarked
package org.inkwire.osd;

import org.jspecify.annotations.NullMarked;

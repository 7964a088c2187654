// SPDX-License-Identifier: Apache-2.0
/**
 * The OSD daemon around its PGs: seven messengers, boot, maps, shards, heartbeats, reports to the monitor, commands. May
 * import every other package of this module but {@code mon} and {@code cluster}. Ceph: {@code src/osd/OSD.h}.
 */
@NullMarked
package org.inkwire.osd;

import org.jspecify.annotations.NullMarked;

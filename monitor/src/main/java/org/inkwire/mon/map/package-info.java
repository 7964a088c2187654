// SPDX-License-Identifier: Apache-2.0
/**
 * The OSDMap: its history, the pending change, and the sources of changes: boots, beacons, failure reports, time,
 * pools. Also what OSDs report about their PGs. Imports {@code mon.service} and its imports. Ceph: {@code OSDMonitor},
 * {@code PGMap}.
 */
@NullMarked
package org.inkwire.mon.map;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The OSDMap: its history and the change being gathered, and all that makes changes on its own: boots, beacons, failure
 * reports, time, pools; with what OSDs report of their PGs. Imports {@code mon.service} and what that imports. Ceph: {@code
 * OSDMonitor}, {@code PGMap}.
 */
@NullMarked
package org.inkwire.mon.map;

import org.jspecify.annotations.NullMarked;

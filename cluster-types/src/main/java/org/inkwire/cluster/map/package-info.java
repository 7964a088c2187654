// SPDX-License-Identifier: Apache-2.0
/**
 * The cluster's maps: MonMap, OSDMap with its incrementals and pools, and the mapping from an object's name to the OSDs
 * that hold it. Immutable values, no I/O. Imports crush, osd and wire. Protocol: osdmap-crush sections 1 to 3 and 8,
 * mon section 2; Ceph: {@code src/osd/OSDMap.h}, {@code src/mon/MonMap.h}.
 */
@NullMarked
package org.inkwire.cluster.map;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * CRUSH: the map of devices, buckets and rules, its hash, and the mapper that places inputs on devices. Pure functions
 * over immutable values, no I/O. Imports wire. Protocol: osdmap-crush sections 4 to 7; Ceph: {@code src/crush}.
 */
@NullMarked
package org.inkwire.cluster.crush;

import org.jspecify.annotations.NullMarked;

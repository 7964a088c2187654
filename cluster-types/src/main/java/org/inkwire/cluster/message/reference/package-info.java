// SPDX-License-Identifier: Apache-2.0
/**
 * Messages of the reference cluster that Ceph does not have, from its OSDs to its monitor, in the private type range
 * from 0x6f00; a real Ceph daemon never receives one. The ones between OSDs are in the OSDs' own module. May import
 * {@code wire} and {@code cluster.map}.
 */
@NullMarked
package org.inkwire.cluster.message.reference;

import org.jspecify.annotations.NullMarked;

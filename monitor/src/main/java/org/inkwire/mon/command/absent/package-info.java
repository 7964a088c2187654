// SPDX-License-Identifier: Apache-2.0
/**
 * Commands of the parts of Ceph that this cluster does not have: scrub, erasure code, cache tiers, CephFS, a manager,
 * further monitors. Questions are answered as by a cluster in which the part is empty; what would need the part is
 * refused. Imports {@code mon.command} and {@code mon.format}.
 */
@NullMarked
package org.inkwire.mon.command.absent;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph osd pool …}. Imports {@code mon.command}, {@code mon.show}, {@code mon.map}. Ceph: {@code
 * OSDMonitor::prepare_command_pool_set} and related methods.
 */
@NullMarked
package org.inkwire.mon.command.pool;

import org.jspecify.annotations.NullMarked;

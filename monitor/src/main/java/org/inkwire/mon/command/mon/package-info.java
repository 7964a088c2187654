// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph status}, {@code health}, {@code log}, {@code df}, {@code mon …}: the cluster as a whole and its monitor.
 * Imports {@code mon.command}, {@code mon.show} and the parts they show. Ceph: {@code Monitor::handle_command}, {@code
 * MonmapMonitor}.
 */
@NullMarked
package org.inkwire.mon.command.mon;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph osd …} except pools and CRUSH: OSDs, their states, flags, ids, placement and the blocklist. Imports
 * {@code mon.command}, {@code mon.show}, {@code mon.map}. Ceph: {@code OSDMonitor::prepare_command_impl}.
 */
@NullMarked
package org.inkwire.mon.command.osd;

import org.jspecify.annotations.NullMarked;

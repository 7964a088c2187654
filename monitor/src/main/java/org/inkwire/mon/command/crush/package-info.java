// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph osd crush …}: the hierarchy, device classes and rules. Imports {@code mon.command}, {@code mon.show},
 * {@code mon.map}. Ceph: {@code OSDMonitor::prepare_command_impl}.
 */
@NullMarked
package org.inkwire.mon.command.crush;

import org.jspecify.annotations.NullMarked;

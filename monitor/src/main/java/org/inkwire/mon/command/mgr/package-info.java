// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ceph mgr …} and {@code ceph service …}. Imports {@code mon.command}, {@code mon.service}, {@code mon.format}. Ceph:
 * {@code MgrMonitor}, {@code DaemonServer}.
 */
@NullMarked
package org.inkwire.mon.command.mgr;

import org.jspecify.annotations.NullMarked;

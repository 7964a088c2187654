// SPDX-License-Identifier: Apache-2.0
/**
 * Storage of what must survive the monitor: {@link org.inkwire.mon.store.MonitorStore}, which applications may
 * implement, an implementation in memory and one in a directory, and the writer that the other packages use. Imports
 * {@code wire}, {@code cluster.map} and the event center. Ceph: {@code MonitorDBStore}.
 */
@NullMarked
package org.inkwire.mon.store;

import org.jspecify.annotations.NullMarked;

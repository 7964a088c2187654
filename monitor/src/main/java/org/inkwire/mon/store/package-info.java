// SPDX-License-Identifier: Apache-2.0
/**
 * What must survive the monitor: {@link org.inkwire.mon.store.MonitorStore}, which others may implement, one in memory and
 * one in a directory, and the one way in which the other packages write there. Imports {@code wire}, {@code cluster.map}
 * and the event center. Ceph: {@code MonitorDBStore}.
 */
@NullMarked
package org.inkwire.mon.store;

import org.jspecify.annotations.NullMarked;

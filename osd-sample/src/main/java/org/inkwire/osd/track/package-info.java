// SPDX-License-Identifier: Apache-2.0
/**
 * What clients' requests do and did: counters for the monitor's figures, and the requests themselves for {@code ceph tell}.
 * Imports {@code context} and {@code cluster-types}. Ceph: {@code object_stat_sum_t}, {@code OpTracker}.
 */
@NullMarked
package org.inkwire.osd.track;

import org.jspecify.annotations.NullMarked;

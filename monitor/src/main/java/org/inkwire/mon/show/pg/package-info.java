// SPDX-License-Identifier: Apache-2.0
/**
 * Placement groups, pools and OSDs as {@code pg dump} and {@code pg ls} show them: JSON and tables. Pure functions.
 * Imports {@code mon.map}, {@code mon.format} and {@code mon.show}. Ceph: {@code PGMap::dump}.
 */
@NullMarked
package org.inkwire.mon.show.pg;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The monitor: OSDMap, subscriptions, failure reports, pools, the config database and the commands of {@code ceph}. All of
 * its state is confined to one {@code EventCenter}. Imports {@code msgr} and {@code cluster}. Ceph:
 * {@code src/mon}.
 */
@NullMarked
package org.inkwire.mon;

import org.jspecify.annotations.NullMarked;

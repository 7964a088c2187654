// SPDX-License-Identifier: Apache-2.0
/**
 * What a placement group sees of the world: its OSD ({@link org.inkwire.osd.pg.host.PgHost}: time, peers, monitor, store
 * space), one map epoch ({@link org.inkwire.osd.pg.host.PgMapView}) and a client's request. Interfaces and values only, so
 * that whole groups of PGs run in memory in tests. Below all other packages of {@code pg}.
 */
@NullMarked
package org.inkwire.osd.pg.host;

import org.jspecify.annotations.NullMarked;

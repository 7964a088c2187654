// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import org.inkwire.cluster.osd.EVersion;

/**
 * What the primary of a PG that is to be merged says once the PG has stopped. Immutable.
 *
 * @param clean whether every OSD that should have a copy has the right one; else the merge has to wait
 * @param since first epoch of the interval
 * @param version of the last write
 */
public record MergeReadiness(boolean clean, int since, EVersion version) {}

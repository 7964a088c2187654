// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import java.util.List;

/**
 * What decides whether a PG's interval continues: two maps with equal mappings belong to one interval. Immutable.
 *
 * @param up by CRUSH and upmap; no holes
 * @param upPrimary −1 for none
 * @param acting OSDs that serve; no holes
 * @param actingPrimary −1 for none
 * @param actingUpFrom incarnation of each acting member: a member that restarted begins a new interval, even when no map
 *     showed it down
 * @param size copies wanted
 * @param minSize copies needed to serve
 * @param hashBits number of low hash bits that decide that an object is in the PG: another one means that the PG was split
 *     or another was merged into it
 * @param premerge whether it is about to be merged: it then takes no operations
 */
public record PgMapping(
        List<Integer> up,
        int upPrimary,
        List<Integer> acting,
        int actingPrimary,
        List<Integer> actingUpFrom,
        int size,
        int minSize,
        int hashBits,
        boolean premerge) {
    public PgMapping {
        up = List.copyOf(up);
        acting = List.copyOf(acting);
        actingUpFrom = List.copyOf(actingUpFrom);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import org.inkwire.osd.pg.host.PgMapping;

/**
 * Copies of a PG's objects that are not as they should be. Pure. Ceph: {@code PeeringState::update_calc_stats}.
 *
 * @param degraded copies that do not exist
 * @param misplaced copies that exist, and not where CRUSH wants them
 */
record CopyCounts(long degraded, long misplaced) {
    /**
     * A copy that lacks the OSD it should be on is degraded if no other takes its place, else misplaced; an OSD that is being
     * filled makes up for it by what it has.
     */
    static CopyCounts of(PgMapping mapping, long objects, PgProgress progress) {
        long places = Math.max(0, mapping.size() - mapping.acting().size());
        long elsewhere = mapping.acting().stream()
                .filter(osd -> !mapping.up().contains(osd))
                .count();
        long perTarget = progress.backfills() == 0 ? 0 : progress.backfillRemaining() / progress.backfills();
        long filledPlaces = Math.min(places, progress.backfills());
        long filledElsewhere = Math.min(elsewhere, progress.backfills() - filledPlaces);
        return new CopyCounts(
                progress.missing() + filledPlaces * perTarget + (places - filledPlaces) * objects,
                filledElsewhere * perTarget + (elsewhere - filledElsewhere) * objects);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

/**
 * How far an active or peered PG is from being clean. Immutable.
 *
 * @param missing copies of objects that acting members lack by their logs
 * @param unfound objects that no OSD that is up has
 * @param recovering missing objects are being copied
 * @param backfills OSDs that should be members and are to be filled
 * @param backfilling one of these is being filled
 * @param backfillRemaining objects that these lack
 */
record PgProgress(
        long missing, int unfound, boolean recovering, int backfills, boolean backfilling, long backfillRemaining) {
    static final PgProgress NONE = new PgProgress(0, 0, false, 0, false, 0);

    boolean isDone() {
        return missing == 0 && backfills == 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.wire.entity.EntityAddrVec;

/** A map in which all OSDs are up since the first epoch, every pool has space, and nothing is paused. */
public interface CalmMap extends PgMapView {
    @Override
    default boolean serving() {
        return true;
    }

    @Override
    default PgMergeMeta lastMerge(SpgId pgid) {
        return PgMergeMeta.NONE;
    }

    @Override
    default boolean isUp(int osd) {
        return true;
    }

    @Override
    default int upFrom(int osd) {
        return 1;
    }

    @Override
    default int upThru(int osd) {
        return epoch();
    }

    @Override
    default int lostAt(int osd) {
        return 0;
    }

    @Override
    default boolean isDead(int osd, int upFrom) {
        return false;
    }

    @Override
    default boolean isBlocklisted(EntityAddrVec addrs) {
        return false;
    }

    @Override
    default boolean recoveryPaused() {
        return false;
    }

    @Override
    default boolean backfillPaused() {
        return false;
    }

    @Override
    default boolean rebalancePaused() {
        return false;
    }

    @Override
    default Fullness fullness(SpgId pgid) {
        return Fullness.HAS_SPACE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.pg.copy.PgHandover;
import org.jspecify.annotations.Nullable;

/** How copies get from shard to shard when PGs are split and merged. Called on the giving shard. */
interface PgTransfers {
    /** Children for their shards. */
    void split(List<PgHandover> children);

    /** Children whose parent turned out not to be here in {@code epoch}, which would have split it. */
    void notSplit(List<SpgId> children, int epoch);

    /**
     * A source for its target's shard, where the map {@code epoch} merges it.
     *
     * @param copy null if there turned out to be none
     */
    void merge(SpgId source, SpgId target, int epoch, @Nullable PgHandover copy);

    /** A collection with the child's name is still there, from an earlier life: its shard must remove it first. */
    void clear(SpgId child, SpgId parent);

    /** {@link #clear} is done. */
    void cleared(SpgId child, SpgId parent);

    /** The copy is gone from the store. */
    void removed(SpgId pgid);
}

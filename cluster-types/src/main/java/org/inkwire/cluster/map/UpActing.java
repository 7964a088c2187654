// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.List;
import org.inkwire.cluster.crush.CrushMap;

/**
 * Where a placement group lives. Immutable.
 *
 * @param up the OSDs that CRUSH and its exceptions give it; {@link CrushMap#ITEM_NONE} for a hole in an erasure coded
 *     pool
 * @param upPrimary first among them, or -1
 * @param acting the OSDs that serve it now: {@code up}, or another set while data moves
 * @param actingPrimary the one that takes its operations, or -1
 */
public record UpActing(List<Integer> up, int upPrimary, List<Integer> acting, int actingPrimary) {
    public static final UpActing NOWHERE = new UpActing(List.of(), -1, List.of(), -1);

    public UpActing {
        up = List.copyOf(up);
        acting = List.copyOf(acting);
    }
}

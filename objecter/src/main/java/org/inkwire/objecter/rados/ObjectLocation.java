// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.List;

/**
 * Where the current map places an object. Immutable.
 *
 * @param epoch of the map
 * @param pg {@code pool.seed}, the seed in hex, as Ceph prints it
 * @param acting OSDs that serve it now, including the primary; 2147483647 marks a hole in an erasure-coded pool
 * @param primary OSD that receives operations; −1: none
 */
public record ObjectLocation(long epoch, String pg, List<Integer> up, List<Integer> acting, int primary) {
    public ObjectLocation {
        up = List.copyOf(up);
        acting = List.copyOf(acting);
    }
}

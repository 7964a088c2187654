// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.util.List;

/**
 * Where the present map puts an object. Immutable.
 *
 * @param epoch of the map
 * @param pg {@code pool.seed}, the seed in hex, as Ceph prints it
 * @param acting OSDs that serve it now, primary among them; a hole of an erasure coded pool is 2147483647
 * @param primary OSD operations go to; −1: none
 */
public record ObjectLocation(long epoch, String pg, List<Integer> up, List<Integer> acting, int primary) {
    public ObjectLocation {
        up = List.copyOf(up);
        acting = List.copyOf(acting);
    }
}

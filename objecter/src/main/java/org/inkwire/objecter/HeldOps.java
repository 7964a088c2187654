// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.HashSet;
import java.util.Set;
import org.inkwire.cluster.map.OSDMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why operations wait that the map's flags hold: once for each reason, until no operation waits any more. Guarded
 * by the Objecter's {@link Gate}.
 */
final class HeldOps {
    private static final Logger log = LoggerFactory.getLogger(HeldOps.class);

    private final Set<String> said = new HashSet<>();

    /** @param op held by {@code map} */
    void held(Op<?> op, OSDMap map) {
        String why = op.target.heldBecause(map);
        log.debug("{} is held: {}", op, why);
        if (said.add(why)) {
            log.warn("{}; operations wait", why);
        }
    }

    /** @param some whether the flags of a new map hold any operation */
    void onMap(boolean some) {
        if (!some) {
            said.clear();
        }
    }
}

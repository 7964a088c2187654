// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which handler executes which op code. Filled by the families of ops; read-only afterwards. */
final class OpTable {
    private final Map<Integer, OpHandler> handlers = new HashMap<>();

    OpTable(ClassCalls classCalls, WatchOps watchOps) {
        ReadOps.register(this);
        GuardOps.register(this);
        ChecksumOp.register(this);
        SnapOps.register(this);
        WriteOps.register(this);
        ResizeOps.register(this);
        LifeOps.register(this);
        XattrOps.register(this);
        OmapReadOps.register(this);
        OmapWriteOps.register(this);
        classCalls.register(this);
        watchOps.register(this);
    }

    void on(int code, OpHandler handler) {
        if (handlers.put(code, handler) != null) {
            throw new AssertionError("two handlers for op " + Integer.toHexString(code));
        }
    }

    /** Null for a code without a handler. */
    @Nullable
    OpHandler find(int code) {
        return handlers.get(code);
    }
}

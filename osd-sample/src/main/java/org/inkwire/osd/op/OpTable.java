// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import org.jspecify.annotations.Nullable;

/** Which handler executes which op code. Filled by the families of ops; read-only afterwards. */
final class OpTable {
    private static final int LOW_BYTE = 0xff;

    /** By the high byte of the code, then the low one. */
    private final @Nullable OpHandler[] @Nullable [] pages = new OpHandler[1 << Byte.SIZE][];

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
        @Nullable OpHandler[] page = pages[code >>> Byte.SIZE];
        if (page == null) {
            page = new OpHandler[1 << Byte.SIZE];
            pages[code >>> Byte.SIZE] = page;
        }
        if (page[code & LOW_BYTE] != null) {
            throw new AssertionError("two handlers for op " + Integer.toHexString(code));
        }
        page[code & LOW_BYTE] = handler;
    }

    /** Null for a code without a handler. */
    @Nullable
    OpHandler find(int code) {
        int high = code >>> Byte.SIZE;
        @Nullable OpHandler[] page = high < pages.length ? pages[high] : null;
        return page == null ? null : page[code & LOW_BYTE];
    }
}

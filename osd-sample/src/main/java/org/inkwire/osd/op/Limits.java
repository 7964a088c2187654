// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBufUtil;
import org.inkwire.cluster.osd.Errno;

/** Checks against {@link OpLimits} that several families of ops share. */
final class Limits {
    private Limits() {}

    static int utf8Bytes(String text) {
        return ByteBufUtil.utf8Bytes(text);
    }

    /** 0, or EFBIG if the range, unsigned 64 bit each, reaches past the largest object. */
    static int checkRange(OpContext context, long offset, long length) {
        long max = context.limits().osdMaxObjectSize();
        if (Long.compareUnsigned(offset, max) >= 0 || Long.compareUnsigned(length, max) > 0 || offset + length > max) {
            return Errno.EFBIG.result();
        }
        return 0;
    }
}

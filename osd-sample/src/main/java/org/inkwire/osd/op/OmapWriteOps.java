// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.store.ByteString;
import org.inkwire.wire.Decoder;

/** OMAPSETVALS, OMAPSETHEADER, OMAPCLEAR, OMAPRMKEYS, OMAPRMKEYRANGE. Keys are bytes, not text. */
final class OmapWriteOps {
    private OmapWriteOps() {}

    static void register(OpTable table) {
        table.on(OpCode.OMAPSETVALS, OmapWriteOps::setVals);
        table.on(OpCode.OMAPSETHEADER, OmapWriteOps::setHeader);
        table.on(OpCode.OMAPCLEAR, OmapWriteOps::clear);
        table.on(OpCode.OMAPRMKEYS, OmapWriteOps::removeKeys);
        table.on(OpCode.OMAPRMKEYRANGE, OmapWriteOps::removeRange);
    }

    private static int setVals(OpContext context, OSDOp op) {
        SortedMap<ByteString, ByteString> entries =
                new TreeMap<>(op.inputDecoder().map(8, ByteString::decode, ByteString::decode));
        context.create();
        context.transaction().omapSet(context.object(), entries);
        return 0;
    }

    private static int setHeader(OpContext context, OSDOp op) {
        context.create();
        context.transaction().omapSetHeader(context.object(), ByteString.copyOf(op.input()));
        return 0;
    }

    private static int clear(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        context.transaction().omapClear(context.object());
        return 0;
    }

    private static int removeKeys(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        List<ByteString> keys = op.inputDecoder().list(4, ByteString::decode);
        context.transaction().omapRm(context.object(), keys);
        return 0;
    }

    private static int removeRange(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        Decoder in = op.inputDecoder();
        ByteString first = ByteString.decode(in);
        ByteString end = ByteString.decode(in);
        context.transaction().omapRmRange(context.object(), first, end);
        return 0;
    }
}

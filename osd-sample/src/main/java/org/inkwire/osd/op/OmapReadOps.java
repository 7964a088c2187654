// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.Comparison;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.store.ByteString;
import org.inkwire.store.OmapVisitor;
import org.inkwire.wire.Decoder;

/** OMAPGETKEYS, OMAPGETVALS, OMAPGETHEADER, OMAPGETVALSBYKEYS, OMAP_CMP. Keys are bytes, not text. */
final class OmapReadOps {
    private OmapReadOps() {}

    static void register(OpTable table) {
        table.on(OpCode.OMAPGETKEYS, OmapReadOps::getKeys);
        table.on(OpCode.OMAPGETVALS, OmapReadOps::getVals);
        table.on(OpCode.OMAPGETHEADER, OmapReadOps::getHeader);
        table.on(OpCode.OMAPGETVALSBYKEYS, OmapReadOps::getValsByKeys);
        table.on(OpCode.OMAP_CMP, OmapReadOps::compare);
    }

    /** Takes entries until the op has enough of them, or the limits are reached. */
    private static final class Collector implements OmapVisitor {
        final SortedMap<ByteString, ByteString> entries = new TreeMap<>();
        private final ByteString prefix;
        private final long maxEntries;
        private final long maxBytes;
        private final boolean countValues;
        private long bytes;
        boolean more;

        Collector(OpContext context, long max, ByteString prefix, boolean countValues) {
            int limit = context.limits().osdMaxOmapEntriesPerRequest();
            this.maxEntries = Long.compareUnsigned(max, limit) > 0 ? limit : max;
            this.maxBytes = context.limits().osdMaxOmapBytesPerRequest();
            this.prefix = prefix;
            this.countValues = countValues;
        }

        @Override
        public boolean visit(ByteString key, ByteString value) {
            if (!key.startsWith(prefix)) {
                return false;
            }
            if (entries.size() >= maxEntries || bytes >= maxBytes) {
                more = true;
                return false;
            }
            entries.put(key, value);
            bytes += 4 + key.length() + (countValues ? 4 + value.length() : 0);
            return true;
        }
    }

    private static int getKeys(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        Decoder in = op.inputDecoder();
        ByteString startAfter = ByteString.decode(in);
        Collector found = new Collector(context, in.u64(), ByteString.EMPTY, false);
        context.store().omapScan(context.collection(), context.object(), startAfter, false, found);
        List<ByteString> keys = new ArrayList<>(found.entries.keySet());
        op.encodeOutput(out -> {
            out.list(keys, ByteString::encode);
            out.bool(found.more);
        });
        return context.result();
    }

    private static int getVals(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        Decoder in = op.inputDecoder();
        ByteString startAfter = ByteString.decode(in);
        long max = in.u64();
        ByteString prefix = ByteString.decode(in);
        Collector found = new Collector(context, max, prefix, true);
        boolean fromPrefix = prefix.compareTo(startAfter) > 0;
        context.store()
                .omapScan(context.collection(), context.object(), fromPrefix ? prefix : startAfter, fromPrefix, found);
        op.encodeOutput(out -> {
            out.map(found.entries, ByteString::encode, ByteString::encode);
            out.bool(found.more);
        });
        return context.result();
    }

    private static int getHeader(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        op.output(Unpooled.wrappedBuffer(context.store()
                .omapHeader(context.collection(), context.object())
                .toByteArray()));
        return context.result();
    }

    private static int getValsByKeys(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        List<ByteString> keys = op.inputDecoder().list(4, ByteString::decode);
        SortedMap<ByteString, ByteString> values =
                context.store().omapGet(context.collection(), context.object(), keys);
        op.encodeOutput(out -> out.map(values, ByteString::encode, ByteString::encode));
        return context.result();
    }

    /** One assertion of OMAP_CMP. */
    private record Assertion(ByteString operand, int comparison) {
        static Assertion decode(Decoder in) {
            return new Assertion(ByteString.decode(in), in.s32());
        }

        /** Unlike CMPXATTR, the stored value is the left operand; EQ, LT and GT only. An absent key is empty. */
        int check(ByteString stored) {
            int order = stored.compareTo(operand);
            boolean holds;
            if (comparison == Comparison.EQ.code()) {
                holds = order == 0;
            } else if (comparison == Comparison.LT.code()) {
                holds = order < 0;
            } else if (comparison == Comparison.GT.code()) {
                holds = order > 0;
            } else {
                return Errno.EINVAL.result();
            }
            return holds ? 0 : Errno.ECANCELED.result();
        }
    }

    private static int compare(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        Map<ByteString, Assertion> assertions =
                new TreeMap<>(op.inputDecoder().map(12, ByteString::decode, Assertion::decode));
        SortedMap<ByteString, ByteString> stored =
                context.store().omapGet(context.collection(), context.object(), assertions.keySet());
        for (Map.Entry<ByteString, Assertion> e : assertions.entrySet()) {
            int result = e.getValue().check(stored.getOrDefault(e.getKey(), ByteString.EMPTY));
            if (result < 0) {
                return result;
            }
        }
        return context.result();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.OmapPage;
import org.inkwire.objecter.rados.ReadOp;
import org.inkwire.objecter.rados.Value;
import org.inkwire.objecter.rados.WriteOp;

/**
 * Copies an object by way of this client, for OSDs that cannot copy. Others may see the copy while it grows. A change
 * of the original meanwhile ends the copy with ECANCELED.
 */
final class ObjectCopy {
    private static final int OMAP_PAGE = 512;

    private ObjectCopy() {}

    /** @throws RadosException if the original does not exist or changes, or an operation fails */
    static void through(IoCtx from, String oid, IoCtx to, String target) {
        ReadOp first = new ReadOp();
        Value<byte[]> content = first.read(0, Transfer.OP_SIZE);
        Value<Map<String, byte[]>> attributes = first.getXattrs();
        Value<byte[]> header = first.omapGetHeader();
        Value<OmapPage> omap = first.omapGet("", "", OMAP_PAGE);
        long version = from.operate(oid, first);

        WriteOp begin = new WriteOp().create(false).omapClear().writeFull(ByteBuffer.wrap(content.get()));
        for (String stale : attributesOf(to, target)) {
            if (!attributes.get().containsKey(stale)) {
                begin.removeXattr(stale);
            }
        }
        attributes.get().forEach(begin::setXattr);
        if (header.get().length > 0) {
            begin.omapSetHeader(header.get());
        }
        addEntries(begin, omap.get().entries());
        to.operate(target, begin);

        long offset = content.get().length;
        for (byte[] part = content.get(); part.length == Transfer.OP_SIZE; offset += part.length) {
            ReadOp next = new ReadOp();
            Value<byte[]> read = next.read(offset, Transfer.OP_SIZE);
            requireSame(version, from.operate(oid, next), oid);
            part = read.get();
            to.write(target, offset, ByteBuffer.wrap(part));
        }
        OmapPage page = omap.get();
        while (page.more() && !page.entries().isEmpty()) {
            ReadOp next = new ReadOp();
            Value<OmapPage> read = next.omapGet(last(page), "", OMAP_PAGE);
            requireSame(version, from.operate(oid, next), oid);
            page = read.get();
            to.omapSet(target, page.entries());
        }
    }

    private static Iterable<String> attributesOf(IoCtx to, String target) {
        try {
            return to.getXattrs(target).keySet();
        } catch (RadosException e) {
            if (e.is(Errno.ENOENT)) {
                return Set.of();
            }
            throw e;
        }
    }

    private static void addEntries(WriteOp op, Map<String, byte[]> entries) {
        if (!entries.isEmpty()) {
            op.omapSet(entries);
        }
    }

    private static String last(OmapPage page) {
        String last = "";
        for (String key : page.entries().keySet()) {
            last = key;
        }
        return last;
    }

    private static void requireSame(long before, long now, String oid) {
        if (before != now) {
            throw new RadosException.Refused(Errno.ECANCELED.result(), "\"" + oid + "\" changed while it was copied");
        }
    }
}

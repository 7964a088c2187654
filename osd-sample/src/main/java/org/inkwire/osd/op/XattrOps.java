// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.Unpooled;
import java.util.SortedMap;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.op.Comparison;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.store.ByteString;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/** GETXATTR, GETXATTRS, CMPXATTR, SETXATTR, RMXATTR. */
final class XattrOps {
    /** Result of a CMPXATTR that holds. */
    private static final int HOLDS = 1;

    private XattrOps() {}

    static void register(OpTable table) {
        table.on(OpCode.GETXATTR, XattrOps::get);
        table.on(OpCode.GETXATTRS, XattrOps::getAll);
        table.on(OpCode.CMPXATTR, XattrOps::compare);
        table.on(OpCode.SETXATTR, XattrOps::set);
        table.on(OpCode.RMXATTR, XattrOps::remove);
    }

    private static ByteString part(OSDOp op, long at, long length) {
        if (at + length > op.inputLength()) {
            throw new MalformedInputException(
                    "xattr bytes " + at + "~" + length + " of an input of " + op.inputLength());
        }
        return ByteString.copyOf(op.input().slice(op.input().readerIndex() + (int) at, (int) length));
    }

    private static ByteString name(OSDOp op) {
        return part(op, 0, op.nameLength());
    }

    private static ByteString value(OSDOp op) {
        return part(op, op.nameLength(), op.valueLength());
    }

    private static int get(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        ByteString value = context.xattr(name(op));
        if (value == null) {
            return Errno.ENODATA.result();
        }
        op.output(Unpooled.wrappedBuffer(value.toByteArray()));
        op.valueLength(value.length());
        return 0;
    }

    private static int getAll(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        SortedMap<ByteString, ByteString> xattrs =
                Xattrs.ofClients(context.store().getAttrs(context.collection(), context.object()));
        op.encodeOutput(out -> out.map(xattrs, ByteString::encode, ByteString::encode));
        return 0;
    }

    private static int set(OpContext context, OSDOp op) {
        if (op.nameLength() > context.limits().osdMaxAttrNameLen()) {
            return Errno.ENAMETOOLONG.result();
        }
        long maxSize = context.limits().osdMaxAttrSize();
        if (maxSize > 0 && op.valueLength() > maxSize) {
            return Errno.EFBIG.result();
        }
        ByteString name = name(op);
        ByteString value = value(op);
        context.create();
        context.transaction().setAttr(context.object(), Xattrs.stored(name), value);
        return 0;
    }

    private static int remove(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        context.transaction().rmAttr(context.object(), Xattrs.stored(name(op)));
        return 0;
    }

    private static int compare(OpContext context, OSDOp op) {
        if (!context.exists()) {
            return Errno.ENOENT.result();
        }
        Comparison comparison = Comparison.of(op.cmpOp());
        ByteString stored = context.xattr(name(op));
        int order;
        switch (op.cmpMode()) {
            case Comparison.MODE_STRING -> order = value(op).compareTo(stored == null ? ByteString.EMPTY : stored);
            case Comparison.MODE_U64 -> order = Long.compareUnsigned(u64Operand(op), decimal(stored));
            default -> {
                return Errno.EINVAL.result();
            }
        }
        return comparison.holds(order) ? HOLDS : Errno.ECANCELED.result();
    }

    /** The operand: u64, little endian, after the name. */
    private static long u64Operand(OSDOp op) {
        ByteString value = value(op);
        if (value.length() < Long.BYTES) {
            throw new MalformedInputException("u64 operand of " + value.length() + " bytes");
        }
        long operand = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            operand = (operand << 8) | value.at(i);
        }
        return operand;
    }

    /** As C's {@code atoll}: blanks, a sign, digits up to the first other byte; absent or not a number: 0. */
    private static long decimal(@Nullable ByteString text) {
        if (text == null) {
            return 0;
        }
        int i = 0;
        while (i < text.length() && (text.at(i) == ' ' || (text.at(i) >= '\t' && text.at(i) <= '\r'))) {
            i++;
        }
        boolean negative = false;
        if (i < text.length() && (text.at(i) == '-' || text.at(i) == '+')) {
            negative = text.at(i++) == '-';
        }
        long value = 0;
        for (; i < text.length() && text.at(i) >= '0' && text.at(i) <= '9'; i++) {
            int digit = text.at(i) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}

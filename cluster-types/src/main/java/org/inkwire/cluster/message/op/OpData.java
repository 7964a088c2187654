// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Function;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.wire.MalformedInputException;

/** The data segment of MOSDOp and MOSDOpReply: the ops' payloads, concatenated without padding. */
final class OpData {
    /** Where tracing ids would be: u64 trace, u64 span, u64 parent. */
    static final int BLKIN_TRACE_BYTES = 24;

    private OpData() {}

    /** @return the payloads joined without copying; each is retained once */
    static ByteBuf join(List<OSDOp> ops, Function<OSDOp, ByteBuf> payload) {
        int parts = 0;
        ByteBuf only = Unpooled.EMPTY_BUFFER;
        for (OSDOp op : ops) {
            ByteBuf part = payload.apply(op);
            if (part.isReadable()) {
                parts++;
                only = part;
            }
        }
        if (parts <= 1) {
            return only.retainedSlice();
        }
        // One component per part; with fewer, the buffer would merge them by copying.
        CompositeByteBuf joined = Unpooled.compositeBuffer(parts);
        for (OSDOp op : ops) {
            ByteBuf part = payload.apply(op);
            if (part.isReadable()) {
                joined.addComponent(true, part.retainedSlice());
            }
        }
        return joined;
    }

    /** Gives each op of a received request its slice of {@code data}, borrowed. */
    static void splitInputs(List<OSDOp> ops, ByteBuf data) {
        long at = 0;
        for (OSDOp op : ops) {
            op.borrowInput(data, check(at, op.inputLength(), data));
            at += op.inputLength();
        }
    }

    /** Gives each op of a received reply its slice of {@code data}, borrowed. */
    static void splitOutputs(List<OSDOp> ops, ByteBuf data) {
        long at = 0;
        for (OSDOp op : ops) {
            op.borrowOutput(data, check(at, op.outputLength(), data));
            at += op.outputLength();
        }
    }

    private static int check(long at, int length, ByteBuf data) {
        if (at + length > data.readableBytes()) {
            throw new MalformedInputException(
                    "op payloads exceed the data segment of " + data.readableBytes() + " bytes");
        }
        return data.readerIndex() + (int) at;
    }
}

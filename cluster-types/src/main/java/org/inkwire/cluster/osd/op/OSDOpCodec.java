// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * An op on the wire, 38 bytes: u16 code, u32 flags, a 28-byte union of arguments, u32 payload length. The payloads
 * travel in the message's data segment (protocol: osd section 3). Ceph: {@code ceph_osd_op}.
 */
public final class OSDOpCodec {
    /** Encoded length in bytes, without payload. */
    public static final int BYTES = 38;

    private OSDOpCodec() {}

    /** @param payloadLength {@link OSDOp#inputLength} in a request, {@link OSDOp#outputLength} in a reply */
    public static void encode(OSDOp op, Encoder out, int payloadLength) {
        out.u16(op.code());
        out.s32(op.flags());
        out.u64(op.u0);
        out.u64(op.u1);
        out.u64(op.u2);
        out.s32(op.u3);
        out.u32(payloadLength);
    }

    /** Reads the op of a request; its payload length is {@link OSDOp#inputLength}, the payload itself comes later. */
    public static OSDOp decodeRequest(Decoder in) {
        OSDOp op = decodeArguments(in);
        op.inputLength = payloadLength(in);
        return op;
    }

    /** Reads the op of a reply; its payload length is {@link OSDOp#outputLength}, the payload itself comes later. */
    public static OSDOp decodeReply(Decoder in) {
        OSDOp op = decodeArguments(in);
        op.outputLength = payloadLength(in);
        return op;
    }

    /**
     * Reads the ops of a message.
     *
     * @param n their number, from the message
     * @param one {@link #decodeRequest} or {@link #decodeReply}
     */
    public static List<OSDOp> list(int n, Decoder in, Function<Decoder, OSDOp> one) {
        if (n == 1) {
            return List.of(one.apply(in));
        }
        List<OSDOp> ops = new ArrayList<>(Math.min(n, in.remaining() / BYTES));
        for (int i = 0; i < n; i++) {
            ops.add(one.apply(in));
        }
        return ops;
    }

    private static OSDOp decodeArguments(Decoder in) {
        int code = in.u16();
        int flags = in.s32();
        return new OSDOp(code, in.u64(), in.u64(), in.u64(), in.s32()).flags(flags);
    }

    private static int payloadLength(Decoder in) {
        long length = in.u32();
        if (length > Integer.MAX_VALUE) {
            throw new MalformedInputException("op payload of " + length + " bytes");
        }
        return (int) length;
    }
}

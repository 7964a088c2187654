// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.msgr.onwire.Outbound;
import org.inkwire.msgr.onwire.RxHandler;
import org.inkwire.msgr.onwire.Segments;
import org.inkwire.msgr.onwire.TxHandler;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * Compression on top of another mode, only for tests: compresses each segment separately, including the header,
 * prefixed with its plain length. It proves that {@link OnWire} can express a mode that changes lengths and flags of
 * the mode it wraps.
 */
final class CompressedShape implements OnWire {
    static final int MIN_BYTES = 64;

    private static final int COMPRESSED = 1;
    private static final int MAX_PLAIN_BYTES = 1 << 20;

    private final OnWire inner;
    private final ByteBufAllocator allocator;
    private final Tx tx = new Tx();
    private final Rx rx = new Rx();

    /** @param inner taken */
    CompressedShape(OnWire inner, ByteBufAllocator allocator) {
        this.inner = inner;
        this.allocator = allocator;
    }

    OnWire inner() {
        return inner;
    }

    @Override
    public String mode() {
        return inner.mode();
    }

    @Override
    public TxHandler tx() {
        return tx;
    }

    @Override
    public RxHandler rx() {
        return rx;
    }

    @Override
    public void close() {
        inner.close();
    }

    private static byte[] bytes(Segments s, int i) {
        byte[] bytes = new byte[s.length(i)];
        s.buffer(i).getBytes(s.at(i), bytes);
        return bytes;
    }

    private static ByteBuf deflated(byte[] plain) {
        if (plain.length == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        Deflater deflater = new Deflater(1, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + plain.length / 100 + 64];
        int n = deflater.deflate(out);
        deflater.end();
        return Unpooled.buffer().writeIntLE(plain.length).writeBytes(out, 0, n);
    }

    private ByteBuf inflated(byte[] packed) {
        ByteBuf in = Unpooled.wrappedBuffer(packed);
        int length = packed.length < Integer.BYTES ? -1 : in.getIntLE(0);
        if (length < 0 || length > MAX_PLAIN_BYTES) {
            throw new MalformedInputException("compressed segment of " + length + " plain bytes");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed, Integer.BYTES, packed.length - Integer.BYTES);
            byte[] out = new byte[length];
            if (inflater.inflate(out) != length) {
                throw new MalformedInputException("compressed segment is short");
            }
            return allocator.directBuffer(length, length).writeBytes(out);
        } catch (DataFormatException e) {
            throw new MalformedInputException("compressed segment: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private final class Tx implements TxHandler {
        private final ByteBuf scratch = Unpooled.buffer();
        private final Encoder encoder = new Encoder(scratch);
        private final Segments sent = new Segments();
        private final Preamble outer = new Preamble();

        @Override
        public Encoder begin(Outbound out) {
            scratch.clear();
            return encoder;
        }

        @Override
        public Encoder endSegment0(Segments plain, Outbound out) {
            return encoder;
        }

        @Override
        public void seal(Preamble preamble, Segments plain, Outbound out) {
            int total = 0;
            ByteBuf[] parts = new ByteBuf[Preamble.MAX_SEGMENTS];
            for (int i = 0; i < parts.length; i++) {
                total += plain.length(i);
            }
            boolean compress = total >= MIN_BYTES;
            for (int i = 0; i < parts.length; i++) {
                byte[] bytes = bytes(plain, i);
                parts[i] = compress ? deflated(bytes) : Unpooled.wrappedBuffer(bytes);
            }
            append(0, parts[0], inner.tx().begin(out));
            append(1, parts[1], inner.tx().endSegment0(sent, out));
            for (int i = 2; i < parts.length; i++) {
                sent.lies(i, parts[i], 0, parts[i].readableBytes());
            }
            outer.set(preamble.tag(), sent.length(0), sent.length(1), sent.length(2), sent.length(3))
                    .flags(compress ? COMPRESSED : 0);
            inner.tx().seal(outer, sent, out);
            sent.clear();
        }

        private void append(int i, ByteBuf part, Encoder to) {
            int at = to.buffer().writerIndex();
            to.raw(part);
            sent.lies(i, to.buffer(), at, part.readableBytes());
        }
    }

    private final class Rx implements RxHandler {
        private final Segments packed = new Segments();

        @Override
        public int frameFlags() {
            return inner.rx().frameFlags() | COMPRESSED;
        }

        @Override
        public int preambleBlockBytes() {
            return inner.rx().preambleBlockBytes();
        }

        @Override
        public void openPreamble(ByteBuf in, Preamble preamble) {
            inner.rx().openPreamble(in, preamble);
        }

        @Override
        public int bodyBytes(Preamble preamble) {
            return inner.rx().bodyBytes(preamble);
        }

        @Override
        public int peekU16(Preamble preamble, ByteBuf arrived, int offset) {
            return (preamble.flags() & COMPRESSED) != 0 ? NEVER : inner.rx().peekU16(preamble, arrived, offset);
        }

        @Override
        public boolean openBody(Preamble preamble, ByteBuf in, int at, Segments plain) {
            if ((preamble.flags() & COMPRESSED) == 0) {
                return inner.rx().openBody(preamble, in, at, plain);
            }
            try {
                if (!inner.rx().openBody(preamble, in, at, packed)) {
                    return false;
                }
                for (int i = 0; i < preamble.segments(); i++) {
                    if (packed.length(i) > 0) {
                        plain.own(i, inflated(bytes(packed, i)));
                    }
                }
                return true;
            } finally {
                packed.clear();
            }
        }
    }
}

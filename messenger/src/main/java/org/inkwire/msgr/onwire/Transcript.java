// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/**
 * A mode that also keeps a copy of all bytes sealed and opened, as they are on the wire: AUTH_SIGNATURE signs them. It
 * wraps the first mode of a connection until AUTH_DONE.
 */
public final class Transcript implements OnWire {
    /** The most recorded per direction: banner, HELLO and a few rounds of authentication. */
    public static final int MAX_BYTES = 256 << 10;

    private final OnWire inner;
    private final ByteBuf sent;
    private final ByteBuf received;
    private final Sent tx = new Sent();
    private final Received rx = new Received();
    private boolean closed;

    /** @param inner borrowed: not closed with this */
    public Transcript(OnWire inner, ByteBufAllocator allocator) {
        this.inner = inner;
        this.sent = allocator.buffer();
        this.received = allocator.buffer();
    }

    /** Borrowed until {@link #close}. */
    public ByteBuf sent() {
        return sent;
    }

    /** Borrowed until {@link #close}. */
    public ByteBuf received() {
        return received;
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

    /** Drops the copies; further calls do nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sent.release();
            received.release();
        }
    }

    private final class Sent implements TxHandler, Outbound {
        private @Nullable Outbound target;
        /** Start of the bytes in the gather buffer not yet copied. */
        private int from;

        @Override
        public void banner(Banner banner, Outbound out) {
            open(out);
            inner.tx().banner(banner, this);
            copyGathered();
        }

        @Override
        public Encoder begin(Outbound out) {
            open(out);
            return inner.tx().begin(this);
        }

        @Override
        public Encoder endSegment0(Segments plain, Outbound out) {
            return inner.tx().endSegment0(plain, this);
        }

        @Override
        public void seal(Preamble preamble, Segments plain, Outbound out) {
            inner.tx().seal(preamble, plain, this);
            copyGathered();
        }

        private void open(Outbound out) {
            target = out;
            from = out.gather().buffer().writerIndex();
        }

        private void copyGathered() {
            ByteBuf gathered = gather().buffer();
            sent.writeBytes(gathered, from, gathered.writerIndex() - from);
        }

        @Override
        public Encoder gather() {
            return Objects.requireNonNull(target, "no frame was begun").gather();
        }

        @Override
        public void append(ByteBuf bytes) {
            copyGathered();
            from = 0;
            sent.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
            Objects.requireNonNull(target, "no frame was begun").append(bytes);
        }
    }

    private final class Received implements RxHandler {
        @Override
        public Banner banner(ByteBuf in, int payloadBytes) {
            copy(in, in.readerIndex(), Banner.PREFIX_BYTES + payloadBytes);
            return inner.rx().banner(in, payloadBytes);
        }

        @Override
        public int frameFlags() {
            return inner.rx().frameFlags();
        }

        @Override
        public int preambleBlockBytes() {
            return inner.rx().preambleBlockBytes();
        }

        @Override
        public void openPreamble(ByteBuf in, Preamble preamble) {
            copy(in, in.readerIndex(), preambleBlockBytes());
            inner.rx().openPreamble(in, preamble);
        }

        @Override
        public int bodyBytes(Preamble preamble) {
            return inner.rx().bodyBytes(preamble);
        }

        @Override
        public int peekU16(Preamble preamble, ByteBuf arrived, int offset) {
            return inner.rx().peekU16(preamble, arrived, offset);
        }

        @Override
        public boolean openBody(Preamble preamble, ByteBuf in, int at, Segments plain) {
            copy(in, at, bodyBytes(preamble));
            return inner.rx().openBody(preamble, in, at, plain);
        }

        private void copy(ByteBuf in, int at, int length) {
            if (received.readableBytes() + length > MAX_BYTES) {
                throw new MalformedInputException("authentication of more than " + MAX_BYTES + " bytes");
            }
            received.writeBytes(in, at, length);
        }
    }
}

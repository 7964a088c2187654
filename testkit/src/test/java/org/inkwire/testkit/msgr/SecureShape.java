// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.onwire.LateStatus;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.msgr.onwire.Outbound;
import org.inkwire.msgr.onwire.RxHandler;
import org.inkwire.msgr.onwire.Segments;
import org.inkwire.msgr.onwire.TxHandler;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * The shape of secure mode, written from the protocol alone and only for tests: clear where a product would be fast. It
 * proves that {@link OnWire} can express a mode of one to three records per frame, with bytes of segment 0 in the
 * first, that encodes into its own memory and opens in place.
 */
public final class SecureShape implements OnWire {
    private static final int INLINE_BYTES = 48;
    private static final int TAG_BYTES = 16;
    private static final int BLOCK_BYTES = 16;
    private static final int NONCE_COUNTER_AT = 4;

    private final Tx tx;
    private final Rx rx;

    /**
     * @param key 16 bytes
     * @param txNonce 12 bytes, of our first record; it is the peer's {@code rxNonce}
     */
    public SecureShape(byte[] key, byte[] txNonce, byte[] rxNonce) {
        this.tx = new Tx(new Records(Cipher.ENCRYPT_MODE, key, txNonce));
        this.rx = new Rx(new Records(Cipher.DECRYPT_MODE, key, rxNonce));
    }

    /** The next message is aborted at its end. */
    void abortNext() {
        tx.lateStatus = LateStatus.ABORTED;
    }

    @Override
    public String mode() {
        return "secure";
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
        // heap memory only
    }

    private static long padded(long length) {
        return (length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** Plain bytes of the record with the rest of segment 0. */
    private static long restBytes(Preamble p) {
        return padded(Math.max(0, p.length(0) - INLINE_BYTES));
    }

    /** Plain bytes of the record with the other segments and the epilogue. */
    private static long othersBytes(Preamble p) {
        long total = p.segments() > 1 ? BLOCK_BYTES : 0;
        for (int i = 1; i < p.segments(); i++) {
            total += padded(p.length(i));
        }
        return total;
    }

    /** One direction's records: 4 fixed bytes of nonce and a little-endian counter. */
    private static final class Records {
        private final int mode;
        private final SecretKeySpec key;
        private final ByteBuffer nonce;

        Records(int mode, byte[] key, byte[] nonce) {
            this.mode = mode;
            this.key = new SecretKeySpec(key, "AES");
            this.nonce = ByteBuffer.wrap(nonce.clone()).order(ByteOrder.LITTLE_ENDIAN);
        }

        byte[] next(byte[] in) {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce.array()));
                nonce.putLong(NONCE_COUNTER_AT, nonce.getLong(NONCE_COUNTER_AT) + 1);
                return cipher.doFinal(in);
            } catch (GeneralSecurityException e) {
                throw new MalformedInputException("record: " + e.getMessage(), e);
            }
        }
    }

    private static final class Tx implements TxHandler {
        private final Records records;
        private final ByteBuf scratch = Unpooled.buffer();
        private final Encoder encoder = new Encoder(scratch);
        private int lateStatus = LateStatus.COMPLETE;

        Tx(Records records) {
            this.records = records;
        }

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
            ByteBuf wire = out.gather().buffer();
            int inline = Math.min(INLINE_BYTES, plain.length(0));
            byte[] first = new byte[Preamble.BYTES + INLINE_BYTES];
            preamble.encodeAt(Unpooled.wrappedBuffer(first), 0);
            plain.buffer(0).getBytes(plain.at(0), first, Preamble.BYTES, inline);
            wire.writeBytes(records.next(first));
            if (plain.length(0) > inline) {
                byte[] rest = new byte[(int) restBytes(preamble)];
                plain.buffer(0).getBytes(plain.at(0) + inline, rest, 0, plain.length(0) - inline);
                wire.writeBytes(records.next(rest));
            }
            if (preamble.segments() > 1) {
                byte[] others = new byte[(int) othersBytes(preamble)];
                int at = 0;
                for (int i = 1; i < preamble.segments(); i++) {
                    plain.buffer(i).getBytes(plain.at(i), others, at, plain.length(i));
                    at += (int) padded(plain.length(i));
                }
                others[at] = (byte) lateStatus;
                lateStatus = LateStatus.COMPLETE;
                wire.writeBytes(records.next(others));
            }
        }
    }

    private static final class Rx implements RxHandler {
        private final Records records;
        private byte[] first = new byte[0];

        Rx(Records records) {
            this.records = records;
        }

        @Override
        public int preambleBlockBytes() {
            return Preamble.BYTES + INLINE_BYTES + TAG_BYTES;
        }

        @Override
        public void openPreamble(ByteBuf in, Preamble preamble) {
            byte[] sealed = new byte[preambleBlockBytes()];
            in.readBytes(sealed);
            first = records.next(sealed);
            preamble.decode(Unpooled.wrappedBuffer(first));
        }

        @Override
        public int bodyBytes(Preamble p) {
            long rest = restBytes(p);
            long others = othersBytes(p);
            long total = (rest > 0 ? rest + TAG_BYTES : 0) + (others > 0 ? others + TAG_BYTES : 0);
            if (total > Integer.MAX_VALUE) {
                throw new MalformedInputException(p.tag() + " of " + total + " bytes");
            }
            return (int) total;
        }

        @Override
        public int peekU16(Preamble preamble, ByteBuf arrived, int offset) {
            return offset + Short.BYTES <= INLINE_BYTES
                    ? Unpooled.wrappedBuffer(first).getUnsignedShortLE(Preamble.BYTES + offset)
                    : NEVER;
        }

        @Override
        public boolean openBody(Preamble preamble, ByteBuf in, int at, Segments plain) {
            int next = at;
            int length0 = preamble.length(0);
            byte[] segment0 =
                    Arrays.copyOfRange(first, Preamble.BYTES, Preamble.BYTES + Math.max(length0, INLINE_BYTES));
            int rest = (int) restBytes(preamble);
            if (rest > 0) {
                byte[] opened = open(in, next, rest);
                System.arraycopy(opened, 0, segment0, INLINE_BYTES, length0 - INLINE_BYTES);
                next += rest + TAG_BYTES;
            }
            plain.lies(0, Unpooled.wrappedBuffer(segment0), 0, length0);
            int others = (int) othersBytes(preamble);
            if (others == 0) {
                return true;
            }
            in.setBytes(next, open(in, next, others));
            for (int i = 1; i < preamble.segments(); i++) {
                plain.lies(i, in, next, preamble.length(i));
                next += (int) padded(preamble.length(i));
            }
            return LateStatus.isComplete(in.getByte(next));
        }

        private byte[] open(ByteBuf in, int at, int plainBytes) {
            byte[] sealed = new byte[plainBytes + TAG_BYTES];
            in.getBytes(at, sealed);
            return records.next(sealed);
        }
    }
}

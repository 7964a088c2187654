// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.inkwire.wire.message.MessageRegistry;

/**
 * A message that carries its position: the sender's connection and the index in its stream. Its data is derived from
 * that and the run's seed, so the receiver can verify every byte. Built by one thread, then handed over.
 */
final class StressMessage extends Message {
    static final int TYPE = 0x7101;
    private static final int HEAD_VERSION = 1;
    private static final int LONG_BYTES = Long.BYTES;

    private final int leg;
    private final int index;
    private final boolean answerWanted;
    private final int dataBytes;
    /** Seed of the data, and checksum of the front. */
    private final long check;

    private StressMessage(int leg, int index, boolean answerWanted, int dataBytes, long check) {
        super(TYPE, HEAD_VERSION, 1);
        this.leg = leg;
        this.index = index;
        this.answerWanted = answerWanted;
        this.dataBytes = dataBytes;
        this.check = check;
    }

    static StressMessage of(
            long seed,
            int leg,
            int priority,
            int index,
            boolean answerWanted,
            int dataBytes,
            ByteBufAllocator allocator) {
        long check = check(seed, leg, priority, index, answerWanted, dataBytes);
        StressMessage m = new StressMessage(leg, index, answerWanted, dataBytes, check);
        m.priority(priority);
        if (dataBytes > 0) {
            ByteBuf data = allocator.directBuffer(dataBytes, dataBytes);
            fill(data, dataBytes, check);
            m.data(data);
        }
        return m;
    }

    /** @param fuse of the node that decodes */
    static MessageRegistry registry(Bomb.Fuse fuse) {
        return MessageRegistry.builder()
                .add(TYPE, "StressMessage", HEAD_VERSION, StressMessage::decode)
                .add(Bomb.TYPE, "Bomb", 1, (header, front, data) -> Bomb.decode(front.string(), front.string(), fuse))
                .build();
    }

    private static Message decode(MessageHeader header, Decoder front, ByteBuf data) {
        int leg = front.s32();
        int index = front.s32();
        boolean answerWanted = front.bool();
        int dataBytes = front.s32();
        long check = front.s64();
        front.expectEnd("StressMessage");
        return new StressMessage(leg, index, answerWanted, dataBytes, check);
    }

    int leg() {
        return leg;
    }

    int index() {
        return index;
    }

    boolean isAnswerWanted() {
        return answerWanted;
    }

    /** A number derived from everything in the message, for decisions that must not depend on the thread. */
    long check() {
        return check;
    }

    /** Whether front, priority and data are what a run with that seed sends. */
    boolean isIntact(long seed) {
        return check == check(seed, leg, priority(), index, answerWanted, dataBytes)
                && data().readableBytes() == dataBytes
                && matches(data(), dataBytes, check);
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.s32(leg);
        out.s32(index);
        out.bool(answerWanted);
        out.s32(dataBytes);
        out.s64(check);
    }

    @Override
    public String toString() {
        return "StressMessage(#" + leg + "." + priority() + "." + index + ", " + dataBytes + " bytes)";
    }

    private static long check(long seed, int leg, int priority, int index, boolean answerWanted, int dataBytes) {
        long x = Mixing.mix(seed, leg);
        x = Mixing.mix(x, priority);
        x = Mixing.mix(x, index);
        x = Mixing.mix(x, answerWanted ? 1 : 0);
        return Mixing.mix(x, dataBytes);
    }

    private static void fill(ByteBuf data, int bytes, long seed) {
        long x = seed;
        for (int left = bytes; left > 0; left -= LONG_BYTES) {
            x = Mixing.next(x);
            if (left >= LONG_BYTES) {
                data.writeLongLE(x);
            } else {
                for (int i = 0; i < left; i++) {
                    data.writeByte((int) (x >>> (Byte.SIZE * i)));
                }
            }
        }
    }

    private static boolean matches(ByteBuf data, int bytes, long seed) {
        long x = seed;
        int at = data.readerIndex();
        for (int left = bytes; left > 0; left -= LONG_BYTES) {
            x = Mixing.next(x);
            if (left >= LONG_BYTES) {
                if (data.getLongLE(at) != x) {
                    return false;
                }
                at += LONG_BYTES;
            } else {
                for (int i = 0; i < left; i++) {
                    if (data.getByte(at++) != (byte) (x >>> (Byte.SIZE * i))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}

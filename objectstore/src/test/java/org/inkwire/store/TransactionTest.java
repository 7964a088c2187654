// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.testkit.memory.CountingAllocator;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final CollectionId PG = new CollectionId(7, 0xa, -1);
    private static final HObject A = new HObject("", "a", SnapId.HEAD, 0x1a, false, "ns", 7);
    private static final HObject B = new HObject("key", "b", SnapId.HEAD, 0x2a, false, "", 7);

    private final CountingAllocator allocator = new CountingAllocator();

    private ByteBuf text(String content) {
        return allocator.get().buffer(64).writeBytes(content.getBytes(StandardCharsets.UTF_8));
    }

    /** A transaction with one change of every kind. */
    private Transaction full() {
        TreeMap<ByteString, ByteString> entries = new TreeMap<>();
        entries.put(ByteString.of("k"), ByteString.of("v"));
        entries.put(ByteString.of("l"), ByteString.of("w"));
        ByteString k = ByteString.of("k");
        return new Transaction(PG)
                .createCollection()
                .touch(A)
                .write(A, 5, text("hello"))
                .write(B, 0, text("world"))
                .zero(A, 1, 2)
                .truncate(A, 9)
                .clone(A, B)
                .setAttrs(A, entries)
                .setAttr(A, k, k)
                .rmAttr(A, k)
                .omapSet(B, entries)
                .omapPut(B, k, k)
                .omapSetHeader(B, k)
                .omapRm(B, List.of(k))
                .omapRmRange(B, k, ByteString.of("z"))
                .omapClear(B)
                .remove(A)
                .remove(B)
                .removeCollection();
    }

    private ByteBuf encoded(Transaction transaction) {
        ByteBuf meta = Unpooled.buffer();
        transaction.encode(new Encoder(meta));
        return meta;
    }

    @Test
    void everyChangeSurvivesTheWayToAReplica() {
        Transaction sent = full();
        ByteBuf meta = encoded(sent);
        ByteBuf payload = sent.payload(allocator.get());
        assertThat(payload.toString(StandardCharsets.UTF_8)).isEqualTo("helloworld");
        Transaction arrived = Transaction.decode(new Decoder(meta.duplicate()), payload);
        payload.release();
        assertThat(arrived.ops()).isEqualTo(sent.ops());
        assertThat(arrived.collection()).isEqualTo(PG);
        assertThat(arrived.payloadBytes()).isEqualTo(10);
        assertThat(encoded(arrived)).isEqualTo(meta);
        arrived.release();
        sent.release();
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void randomAndCutBytesAreMalformedAndNothingElse() {
        Transaction sent = full();
        ByteBuf meta = encoded(sent);
        ByteBuf payload = sent.payload(allocator.get());
        sent.release();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            ByteBuf bad = meta.copy();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad.setByte(random.nextInt(bad.readableBytes()), random.nextInt());
            }
            bad.writerIndex(random.nextInt(3) == 0 ? random.nextInt(bad.readableBytes()) : bad.readableBytes());
            try {
                Transaction.decode(new Decoder(bad), payload).release();
            } catch (MalformedInputException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        payload.release();
        assertThat(allocator.usedBytes())
                .as("slices of the payload not released")
                .isZero();
    }

    @Test
    void payloadMustBeWhatTheWritesNeed() {
        Transaction sent = full();
        ByteBuf meta = encoded(sent);
        sent.release();
        assertThatThrownBy(() -> Transaction.decode(new Decoder(meta.duplicate()), Unpooled.wrappedBuffer(new byte[9])))
                .isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(
                        () -> Transaction.decode(new Decoder(meta.duplicate()), Unpooled.wrappedBuffer(new byte[11])))
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void appendMovesTheChangesOver() {
        Transaction first = new Transaction(PG).write(A, 0, text("a"));
        Transaction second = new Transaction(PG).write(B, 0, text("b"));
        first.append(second);
        assertThat(first.payloadBytes()).isEqualTo(2);
        assertThatThrownBy(() -> second.touch(A)).isInstanceOf(IllegalStateException.class);
        first.release();
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void aWriteOutsideAnObjectIsRefusedAndReleased() {
        Transaction transaction = new Transaction(PG);
        assertThatThrownBy(() -> transaction.write(A, Transaction.MAX_OBJECT_BYTES, text("x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transaction.write(A, -1, text("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(allocator.usedBytes()).isZero();
    }
}

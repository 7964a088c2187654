// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.Transaction;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes to a few objects, each compared with a plain byte array. Meanwhile readers hold old bytes, and a
 * persistent store is remounted from time to time.
 */
public abstract class ObjectStoreModelContract extends StoreFixture {
    private static final int MAX_SIZE = 400_000;
    private static final int STEPS = 1500;
    private static final int OBJECTS = 3;

    private final byte[] @Nullable [] model = new byte[OBJECTS][];

    private record Held(ByteBuf found, byte[] expected) {}

    private static HObject object(int i) {
        return object("object" + i, i);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyChangeReadsBackAsAByteArrayWould(long seed) {
        Random random = new Random(seed);
        Deque<Held> readers = new ArrayDeque<>();
        for (int step = 0; step < STEPS; step++) {
            int i = random.nextInt(OBJECTS);
            Transaction transaction = new Transaction(PG);
            change(random, i, transaction);
            if (random.nextInt(4) == 0) {
                transaction = shipped(transaction);
            }
            store().apply(transaction);
            if (provider().isPersistent() && random.nextInt(300) == 0) {
                umount();
                mount();
            }
            check(random, i, readers, "seed " + seed + " step " + step);
        }
        while (!readers.isEmpty()) {
            finish(readers.removeFirst());
        }
    }

    private void change(Random random, int i, Transaction transaction) {
        int offset = random.nextInt(MAX_SIZE);
        int length = lengthAt(random, offset);
        byte @Nullable [] now = model[i];
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                byte[] data = new byte[length];
                random.nextBytes(data);
                if (length > 0) {
                    byte[] next = now == null
                            ? new byte[offset + length]
                            : Arrays.copyOf(now, Math.max(now.length, offset + length));
                    System.arraycopy(data, 0, next, offset, length);
                    model[i] = next;
                } else if (now == null) {
                    model[i] = new byte[0];
                }
                transaction.write(object(i), offset, buffer(random, data));
            }
            case 4 -> {
                if (now != null && offset < now.length) {
                    Arrays.fill(now, offset, Math.min(now.length, offset + length), (byte) 0);
                }
                transaction.zero(object(i), offset, length);
            }
            case 5 -> {
                model[i] = now == null ? new byte[offset] : Arrays.copyOf(now, offset);
                transaction.truncate(object(i), offset);
            }
            case 6 -> {
                int to = random.nextInt(OBJECTS);
                if (now != null && to != i) {
                    model[to] = now.clone();
                    transaction.clone(object(i), object(to));
                }
            }
            default -> {
                if (random.nextInt(5) == 0) {
                    model[i] = null;
                    transaction.remove(object(i));
                }
            }
        }
    }

    private static int lengthAt(Random random, int offset) {
        int most = switch (random.nextInt(3)) {
            case 0 -> 100;
            case 1 -> 10_000;
            default -> 300_000;
        };
        return Math.min(random.nextInt(most), MAX_SIZE - offset);
    }

    /** Exactly sized, or a slice of something larger. */
    private ByteBuf buffer(Random random, byte[] data) {
        int margin = random.nextBoolean() ? 0 : random.nextInt(200_000);
        ByteBuf all = allocator.get().buffer(margin + data.length);
        all.writeZero(margin / 2).writeBytes(data);
        ByteBuf slice = all.retainedSlice(margin / 2, data.length);
        all.release();
        return slice;
    }

    /** The transaction as a replica receives it. */
    private Transaction shipped(Transaction transaction) {
        ByteBuf meta = allocator.get().buffer();
        transaction.encode(new Encoder(meta));
        ByteBuf payload = transaction.payload(allocator.get());
        transaction.release();
        Transaction arrived = Transaction.decode(new Decoder(meta), payload);
        meta.release();
        payload.release();
        return arrived;
    }

    private void check(Random random, int i, Deque<Held> readers, String when) {
        byte @Nullable [] expected = model[i];
        assertThat(store().size(PG, object(i))).as(when).isEqualTo(expected == null ? -1 : expected.length);
        if (expected == null) {
            return;
        }
        int offset = random.nextInt(MAX_SIZE);
        int length = random.nextInt(MAX_SIZE);
        int from = Math.min(offset, expected.length);
        byte[] part = Arrays.copyOfRange(expected, from, Math.min(expected.length, from + length));
        ByteBuf found = store().read(PG, object(i), offset, length);
        assertThat(Arrays.equals(ByteBufUtil.getBytes(found), part)).as(when).isTrue();
        readers.addLast(new Held(found, part));
        if (readers.size() > 5) {
            finish(readers.removeFirst());
        }
    }

    private static void finish(Held held) {
        assertThat(Arrays.equals(ByteBufUtil.getBytes(held.found), held.expected))
                .as("bytes a reader held")
                .isTrue();
        held.found.release();
    }
}

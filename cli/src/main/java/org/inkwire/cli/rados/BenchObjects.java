// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The objects that one write benchmark left in a pool, in the format of {@code rados bench}, so that either program
 * reads and cleans up the other's objects. Stored in object {@value #LAST}: object size u64, count s32, process id s32,
 * operation size u64, all little-endian. Immutable. Measured on Ceph 16.2.15.
 *
 * @param size bytes per object
 * @param count objects written, numbered from 0
 * @param pid of the writer, part of the names
 */
record BenchObjects(long size, int count, int pid) {
    /** The object that describes the last write benchmark in this pool. */
    static final String LAST = "benchmark_last_metadata";

    private static final int BYTES = 24;
    private static final byte FILLER = 'z';

    /** Common prefix of the names; {@code host} is the reader's, as in rados. */
    String prefix(String host) {
        return "benchmark_data_" + host + "_" + pid;
    }

    String name(String host, long index) {
        return prefix(host) + "_object" + index;
    }

    /** The content of object {@code index}: a sentence with its number, a zero byte, then letters z. */
    byte[] content(long index) {
        byte[] content = new byte[Math.toIntExact(size)];
        Arrays.fill(content, FILLER);
        byte[] text = String.format(Locale.ROOT, "I'm the %16dth op!\0", index).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, content, 0, Math.min(text.length, content.length));
        return content;
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(size)
                .putInt(count)
                .putInt(pid)
                .putLong(size)
                .array();
    }

    /** @throws IllegalArgumentException if the bytes are not such a description */
    static BenchObjects decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(LAST + " has " + bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        BenchObjects objects = new BenchObjects(in.getLong(), in.getInt(), in.getInt());
        long opSize = in.getLong();
        if (objects.size != opSize || objects.size <= 0 || objects.size > Integer.MAX_VALUE || objects.count < 0) {
            throw new IllegalArgumentException(LAST + " describes " + objects.count + " objects of " + objects.size
                    + " bytes in operations of " + opSize + ": written with different object and operation sizes?");
        }
        return objects;
    }
}

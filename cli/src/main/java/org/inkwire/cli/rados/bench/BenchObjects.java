// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The objects that one write benchmark left in a pool, in the format of {@code rados bench}, so that either program
 * reads and cleans up the other's objects. Stored in object {@value #LAST}, or one of another name: object size u64,
 * count s32, process id s32, operation size u64, all little-endian. Immutable. Measured on Ceph 16.2.15.
 *
 * @param size bytes per object, a multiple of {@code opSize}
 * @param opSize bytes per operation
 * @param ops operations done, numbered from 0; each object takes {@code size / opSize} of them
 * @param pid of the writer, part of the names
 */
public record BenchObjects(long size, long opSize, int ops, int pid) {
    /** The object that describes the last write benchmark in this pool, unless the run has a name. */
    static final String LAST = "benchmark_last_metadata";

    /** What the names of all objects of all benchmarks begin with. */
    public static final String PREFIX = "benchmark_data";

    private static final int BYTES = 24;

    /** Where an operation goes. */
    public record Place(String name, long offset) {}

    /** Common prefix of the names; {@code host} is the reader's, as in rados. */
    public String prefix(String host) {
        return PREFIX + "_" + host + "_" + pid;
    }

    Place place(String host, long op) {
        long perObject = size / opSize;
        return new Place(name(host, op / perObject), op % perObject * opSize);
    }

    public String name(String host, long object) {
        return prefix(host) + "_object" + object;
    }

    long objects() {
        long perObject = size / opSize;
        return (ops + perObject - 1) / perObject;
    }

    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(size)
                .putInt(ops)
                .putInt(pid)
                .putLong(opSize)
                .array();
    }

    /** @throws IllegalArgumentException if the bytes are not such a description */
    static BenchObjects decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "a benchmark's description has " + bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long size = in.getLong();
        int ops = in.getInt();
        int pid = in.getInt();
        long opSize = in.getLong();
        if (opSize <= 0 || opSize > Integer.MAX_VALUE || size < opSize || size % opSize != 0 || ops < 0) {
            throw new IllegalArgumentException("a benchmark's description says " + ops + " operations of " + opSize
                    + " bytes on objects of " + size);
        }
        return new BenchObjects(size, opSize, ops, pid);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Crc32c;

/** {@code ceph_crc32c(seed, …)} for any seed, on top of the JDK's, which supports only one. Any thread. */
final class Crc32cSeeded {
    /** Castagnoli polynomial, reflected. */
    private static final int POLY = 0x82F63B78;

    private Crc32cSeeded() {}

    /** @param bytes borrowed; indices unchanged */
    static int of(int seed, ByteBuf bytes, int index, int length) {
        int fromZero = Crc32c.seedZero(bytes, index, length);
        // The register is linear over GF(2): the seed contributes itself, advanced by that many zero bytes.
        return fromZero ^ moveOn(seed, length);
    }

    /** Feeds {@code bytes} zero bytes into the register: multiplies by x^(8 bytes) modulo the polynomial. */
    private static int moveOn(int register, int bytes) {
        int power = 0x0080_0000; // x^8, reflected
        int result = register;
        for (int n = bytes; n != 0; n >>>= 1) {
            if ((n & 1) != 0) {
                result = multiply(result, power);
            }
            power = multiply(power, power);
        }
        return result;
    }

    /** Product modulo the polynomial, both reflected: bit 31 is x^0. */
    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = 1 << 31; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLY : shifted >>> 1;
        }
        return product;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the operations of a write benchmark write, as {@code rados bench} does: a sentence with the operation's number,
 * a zero byte, then letters z; only the number differs. Any thread. Measured on Ceph 16.2.15.
 */
public final class BenchContent {
    private static final byte FILLER = 'z';
    private static final String BEFORE = "I'm the ";
    private static final int DIGITS = 16;
    private static final String AFTER = "th op!\0";

    private final byte[] blank;

    /** @param bytes of an operation; a sentence that does not fit is cut off */
    public BenchContent(long bytes) {
        blank = new byte[Math.toIntExact(bytes)];
        Arrays.fill(blank, FILLER);
        byte[] text = (BEFORE + " ".repeat(DIGITS) + AFTER).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, blank, 0, Math.min(text.length, blank.length));
    }

    /**
     * @param op from 0
     * @return the caller's own array
     */
    public byte[] of(long op) {
        byte[] content = blank.clone();
        int at = BEFORE.length() + DIGITS - 1;
        long rest = op;
        do {
            if (at < content.length) {
                content[at] = (byte) ('0' + rest % 10);
            }
            at--;
            rest /= 10;
        } while (rest > 0);
        return content;
    }
}

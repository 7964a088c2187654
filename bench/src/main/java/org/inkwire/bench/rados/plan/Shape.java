// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.plan;

import java.util.Locale;

/**
 * A kind of turn.
 *
 * @param copies of each object in the pool
 * @param bytes of each object
 */
public record Shape(int copies, Load load, int bytes, int inFlight) {
    private static final int KIBI = 1 << 10;
    private static final int MEBI = 1 << 20;
    private static final int MAX_BYTES = 64 << 20;

    /** In names of files. */
    public String name() {
        return load + "-" + size().replace(" ", "").replace("iB", "").toLowerCase(Locale.ROOT) + "-" + inFlight + "-x"
                + copies;
    }

    /** Such as {@code 4 KiB}. */
    public String size() {
        if (bytes % MEBI == 0) {
            return bytes / MEBI + " MiB";
        }
        return bytes % KIBI == 0 ? bytes / KIBI + " KiB" : bytes + " B";
    }

    public String title() {
        return load + " " + size() + ", " + inFlight + " in flight, " + copies + (copies == 1 ? " copy" : " copies");
    }

    /**
     * Reads {@code 4096}, {@code 4k} or {@code 4m}.
     *
     * @throws IllegalArgumentException if it is none of these, or not 1 byte to 64 MiB
     */
    public static int bytes(String text) {
        int unit = text.endsWith("k") ? KIBI : text.endsWith("m") ? MEBI : 1;
        String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
        long bytes = digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) * unit : 0;
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("an object's size is 1 to 64m bytes, such as 4k or 4m, not " + text);
        }
        return (int) bytes;
    }
}

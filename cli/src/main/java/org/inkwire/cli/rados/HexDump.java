// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.util.Locale;

/** Formats bytes as {@code hexdump -C} does, as the rados tool prints omap values. */
final class HexDump {
    private static final int PER_LINE = 16;

    private HexDump() {}

    /** One line per 16 bytes, then a line with the length; empty if there are no bytes. Lines end with {@code \n}. */
    static String of(byte[] bytes) {
        if (bytes.length == 0) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (int start = 0; start < bytes.length; start += PER_LINE) {
            line(out, bytes, start);
        }
        return out.append(String.format(Locale.ROOT, "%08x%n", bytes.length)).toString();
    }

    private static void line(StringBuilder out, byte[] bytes, int start) {
        out.append(String.format(Locale.ROOT, "%08x ", start));
        StringBuilder text = new StringBuilder();
        for (int i = start; i < start + PER_LINE; i++) {
            if (i == start + PER_LINE / 2) {
                out.append(' ');
            }
            if (i < bytes.length) {
                int b = bytes[i] & 0xff;
                out.append(String.format(Locale.ROOT, " %02x", b));
                text.append(b >= ' ' && b < 0x7f ? (char) b : '.');
            } else {
                out.append("   ");
            }
        }
        out.append("  |").append(text).append("|\n");
    }
}

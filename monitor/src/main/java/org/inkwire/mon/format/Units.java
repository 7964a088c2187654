// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.format;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.inkwire.wire.UTime;

/** Numbers and times as Ceph's tools print them. Pure functions. */
public final class Units {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};
    /** Bytes. */
    public static final long KIB = 1024;

    private static final int KILO = 1000;

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    /** Whole numbers below print in six digits. */
    private static final double SIX_DIGITS = 1e6;

    private static final String MANAGER_UNITS = " kMGTPE";

    private Units() {}

    /** Bytes: {@code 0 B}, {@code 12 KiB}, {@code 1.5 GiB}. */
    public static String bytes(long n) {
        int unit = 0;
        double value = n;
        while (value >= KIB && unit < BINARY.length - 1) {
            value /= KIB;
            unit++;
        }
        int decimals = value == Math.rint(value) || value >= 10 ? 0 : 1;
        return fixed(value, decimals) + " " + BINARY[unit];
    }

    /** A count: {@code 12}, {@code 1.23k}. */
    public static String count(long n) {
        int unit = 0;
        double value = n;
        while (value >= KILO && unit < DECIMAL.length - 1) {
            value /= KILO;
            unit++;
        }
        return fixed(value, value == Math.rint(value) ? 0 : 2) + DECIMAL[unit];
    }

    public static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** {@code 2026-11-21T23:50:30.615458+0000}. */
    public static String stamp(UTime t) {
        return t.isZero() ? "0.000000" : stamp(t.toInstant());
    }

    public static String stamp(Instant t) {
        return STAMP.format(t) + "+0000";
    }

    /** {@code 2026-11-21T23:50:30.615458Z}. */
    public static String stampZ(UTime t) {
        return t.isZero() ? "0.000000" : STAMP.format(t.toInstant()) + "Z";
    }

    /** Formats a double as C++ streams do: six significant digits, no trailing zeros. */
    public static String general(double value) {
        if (value == Math.rint(value) && Math.abs(value) < SIX_DIGITS) {
            return String.valueOf((long) value);
        }
        String text = String.format(Locale.ROOT, "%.6g", value);
        if (text.indexOf('e') >= 0 || text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /**
     * Bytes in so many digits and a unit, as tools of Ceph's manager print them: {@code 589k}, {@code 4095M} in four.
     */
    public static String digits(long n, int digits) {
        int unit = 0;
        long whole = n;
        while (String.valueOf(whole).length() > digits) {
            whole /= KIB;
            unit++;
        }
        String text = String.format(Locale.ROOT, "%" + digits + "d", whole);
        if (unit > 0) {
            text = String.format(Locale.ROOT, "%f", n / Math.pow(KIB, unit)).substring(0, digits);
            text = text.endsWith(".") ? text.substring(0, digits - 1) : text;
        }
        return text + MANAGER_UNITS.charAt(unit);
    }

    /** A time span in the status: {@code 5s}, {@code 3m}, {@code 2h}, {@code 4d}. */
    public static String span(long seconds) {
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + "m";
        }
        if (seconds < 2 * DAY) {
            return seconds / HOUR + "h";
        }
        if (seconds < 2 * WEEK) {
            return seconds / DAY + "d";
        }
        return seconds / WEEK + "w";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Figures as text, and rows of a table in Markdown. */
public final class Numbers {
    /** Stands where nothing was measured. */
    public static final String NONE = "–";

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double TEN = 10;
    private static final double HUNDRED = 100;
    private static final double THOUSAND = 1000;

    private Numbers() {}

    /** Two decimals; NaN: {@link #NONE}. */
    public static String ratio(double share) {
        return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.2f", share);
    }

    public static String micros(Histogram nanos, double percentile) {
        return micros((double) nanos.getValueAtPercentile(percentile));
    }

    public static String micros(double nanos) {
        return number(nanos / NANOS_PER_MICRO);
    }

    /** Three digits, or all before the point; NaN: {@link #NONE}. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        String format = value < 1 ? "%.3f" : value < TEN ? "%.2f" : value < HUNDRED ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Ten thousand and more in thousands; NaN: {@link #NONE}. */
    public static String count(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return value < TEN * THOUSAND ? String.format(Locale.ROOT, "%.0f", value) : number(value / THOUSAND) + " k";
    }

    /** A row of a table in Markdown. */
    public static void row(StringBuilder out, List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** The line under a table's head. */
    public static void rule(StringBuilder out, int columns) {
        out.append('|').append("---|".repeat(columns)).append('\n');
    }
}

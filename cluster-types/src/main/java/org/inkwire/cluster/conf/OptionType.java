// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Converts an option's text to a value and back. Immutable. Ceph: {@code Option::parse_value}, {@code strtol.cc}.
 *
 * @param <T> the value's Java type
 */
public final class OptionType<T> {
    /** Any text, unchanged. */
    public static final OptionType<String> STR = new OptionType<>("str", s -> s, s -> s);

    /** true/false, yes/no, on/off, or a number where 0 is false. */
    public static final OptionType<Boolean> BOOL = new OptionType<>("bool", OptionType::parseBool, String::valueOf);

    /** A whole number; suffixes K, M, G, T, P, E are powers of 1000. */
    public static final OptionType<Long> INT = new OptionType<>("int", s -> scaled(s, 1000), String::valueOf);

    /** Bytes; suffixes K, M, G, T, P, E, also with i or B, are powers of 1024. */
    public static final OptionType<Long> SIZE = new OptionType<>("size", s -> scaled(s, 1024), String::valueOf);

    public static final OptionType<Double> FLOAT =
            new OptionType<>("float", Double::parseDouble, OptionType::formatNumber);

    /** Seconds, with a fraction or with units: {@code 0.2}, {@code 10s}, {@code 1h 30m}. */
    public static final OptionType<Duration> SECS =
            new OptionType<>("secs", OptionType::parseTimespan, d -> formatNumber(d.toNanos() / 1e9));

    /** Whole milliseconds. */
    public static final OptionType<Duration> MILLISECS =
            new OptionType<>("millisecs", s -> Duration.ofMillis(scaled(s, 1000)), d -> String.valueOf(d.toMillis()));

    /** {@code v2:ip:port/nonce}, several in brackets; empty text is an empty vector. */
    public static final OptionType<EntityAddrVec> ADDRVEC = new OptionType<>(
            "addrvec",
            s -> s.isBlank() ? EntityAddrVec.EMPTY : EntityAddrVec.parse(s),
            v -> v.isEmpty() ? "" : v.toString());

    private static final Pattern SCALED =
            Pattern.compile("([+-]?\\d+)\\s*(?:([KMGTPE])i?)?B?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME_PART = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?|\\.\\d+)\\s*([a-z]*)\\s*");

    private final String name;
    private final Function<String, T> parser;
    private final Function<T, String> formatter;

    private OptionType(String name, Function<String, T> parser, Function<T, String> formatter) {
        this.name = name;
        this.parser = parser;
        this.formatter = formatter;
    }

    public String name() {
        return name;
    }

    /** @throws IllegalArgumentException if {@code text} is not a valid value */
    public T parse(String text) {
        return parser.apply(this == STR ? text : text.trim());
    }

    /** Text that {@link #parse} turns back into {@code value}. */
    public String format(T value) {
        return formatter.apply(value);
    }

    private static boolean parseBool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> {
                try {
                    yield Long.parseLong(text) != 0;
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("not a boolean", e);
                }
            }
        };
    }

    private static long scaled(String text, long base) {
        Matcher m = SCALED.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a whole number with an optional suffix");
        }
        long value = Long.parseLong(m.group(1));
        String suffix = m.group(2);
        int power = suffix == null ? 0 : 1 + "KMGTPE".indexOf(suffix.toUpperCase(Locale.ROOT));
        try {
            for (int i = 0; i < power; i++) {
                value = Math.multiplyExact(value, base);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large for 64 bits", e);
        }
        return value;
    }

    private static Duration parseTimespan(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty time span");
        }
        Matcher m = TIME_PART.matcher(text.toLowerCase(Locale.ROOT));
        double seconds = 0;
        int at = 0;
        while (at < text.length()) {
            if (!m.find(at) || m.start() != at) {
                throw new IllegalArgumentException("not a time span");
            }
            seconds += Double.parseDouble(m.group(1)) * secondsPer(m.group(2));
            at = m.end();
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static double secondsPer(String unit) {
        return switch (unit) {
            case "", "s", "sec", "second", "seconds" -> 1;
            case "ms", "msec" -> 1e-3;
            case "us", "usec" -> 1e-6;
            case "ns", "nsec" -> 1e-9;
            case "m", "min", "minute", "minutes" -> 60;
            case "h", "hr", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86400;
            case "w", "wk", "week", "weeks" -> 7 * 86400;
            case "mo", "month", "months" -> 30 * 86400;
            case "y", "yr", "year", "years" -> 365 * 86400;
            default -> throw new IllegalArgumentException("unknown time unit " + unit);
        };
    }

    private static String formatNumber(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    @Override
    public String toString() {
        return name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.wire.entity.EntityAddr;

/**
 * Converts an option's text to a value and back, as strictly as Ceph does. Immutable. Ceph: {@code Option::parse_value},
 * {@code strtol.cc}.
 *
 * @param <T> the value's Java type
 */
public final class OptionType<T> {
    /** Any text, unchanged. */
    public static final OptionType<String> STR = new OptionType<>("str", "text", s -> s, s -> s);

    /** true or false in any case, or a number where 0 is false. */
    public static final OptionType<Boolean> BOOL =
            new OptionType<>("bool", "true or false", OptionType::parseBool, String::valueOf);

    /** A whole number; suffixes K, M, G, T, P, E are powers of 1000. */
    public static final OptionType<Long> INT =
            new OptionType<>("int", "an integer", OptionType::parseInt, String::valueOf);

    /** As {@link #INT}, not negative. */
    public static final OptionType<Long> UINT =
            new OptionType<>("uint", "an unsigned integer", OptionType::parseUnsigned, String::valueOf);

    /** Bytes; suffixes K, M, G, T, P, E, also with i or B, are powers of 1024. */
    public static final OptionType<Long> SIZE =
            new OptionType<>("size", "a size in bytes", OptionType::parseSize, String::valueOf);

    public static final OptionType<Double> FLOAT =
            new OptionType<>("float", "a number", OptionType::parseFloat, OptionType::formatNumber);

    /** An {@link #INT} of seconds. */
    public static final OptionType<Duration> WHOLE_SECONDS = new OptionType<>(
            "int", "an integer", s -> Duration.ofSeconds(parseInt(s)), d -> String.valueOf(d.toSeconds()));

    /** A {@link #FLOAT} of seconds; what is longer than {@link #LONGEST}, even infinity, is that. */
    public static final OptionType<Duration> SECONDS =
            new OptionType<>("float", "a number", OptionType::parseSeconds, OptionType::formatSeconds);

    /** Whole seconds, or with units: {@code 10}, {@code 10s}, {@code 1h 30m}. */
    public static final OptionType<Duration> SECS =
            new OptionType<>("secs", "a time span", OptionType::parseTimespan, d -> String.valueOf(d.toSeconds()));

    /** {@code v2:ip:port/nonce}, port and nonce may be missing; {@code -}: none. */
    public static final OptionType<EntityAddr> ADDR =
            new OptionType<>("addr", "an address", OptionType::parseAddr, EntityAddr::toString);

    /** {@code 5}, or {@code 5/20} with the level of what Ceph keeps in memory, which changes nothing here. */
    public static final OptionType<Integer> LOG_LEVEL =
            new OptionType<>("str", "a log level such as 1 or 1/5", OptionType::parseLevel, String::valueOf);

    public static final OptionType<java.util.UUID> UUID =
            new OptionType<>("uuid", "a uuid", OptionType::parseUuid, java.util.UUID::toString);

    /** The longest time span a program can tell from for ever: 292 years. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private static final Pattern SI = Pattern.compile("([+-]?\\d+)([KMGTPE]?)");
    private static final Pattern IEC = Pattern.compile("\\+?(\\d+)(?:B|([KMGTPE])[iB]?)?");
    private static final Pattern FLOATING = Pattern.compile(
            "[+-]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|0[xX](?:\\p{XDigit}+\\.?\\p{XDigit}*|\\.\\p{XDigit}+)(?:[pP][+-]?\\d+)?)");
    private static final Pattern TIME_PART = Pattern.compile("\\s*(\\d+)\\s*([a-z]*)\\s*");
    private static final Pattern LEVELS = Pattern.compile("(-?\\d{1,3})(?:/\\d{1,3})?");
    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final String PREFIXES = "KMGTPE";

    private final String name;
    private final String noun;
    private final Function<String, T> parser;
    private final Function<T, String> formatter;

    private OptionType(String name, String noun, Function<String, T> parser, Function<T, String> formatter) {
        this.name = name;
        this.noun = noun;
        this.parser = parser;
        this.formatter = formatter;
    }

    /** Text that is one of these. */
    static OptionType<String> oneOf(String... allowed) {
        List<String> all = List.of(allowed);
        return new OptionType<>(
                "str",
                "one of " + String.join(", ", all),
                s -> {
                    if (!all.contains(s)) {
                        throw new IllegalArgumentException(s);
                    }
                    return s;
                },
                s -> s);
    }

    /** Ceph's name of the type. */
    public String name() {
        return name;
    }

    /** @throws IllegalArgumentException saying what {@code text} is not */
    public T parse(String text) {
        try {
            return parser.apply(this == STR ? text : text.trim());
        } catch (TooLargeException e) {
            throw new IllegalArgumentException("'" + text + "' is too large", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not " + noun, e);
        }
    }

    /** Text that {@link #parse} turns back into {@code value}. */
    public String format(T value) {
        return formatter.apply(value);
    }

    /** More than 64 bits. */
    private static final class TooLargeException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(text);
        }
        return m;
    }

    private static boolean parseBool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> Long.parseLong(text) != 0;
        };
    }

    private static long parseInt(String text) {
        Matcher m = match(SI, text);
        int power = PREFIXES.indexOf(m.group(2)) + (m.group(2).isEmpty() ? 0 : 1);
        return in64Bits(
                new BigInteger(m.group(1)).multiply(BigInteger.valueOf(1000).pow(power)));
    }

    private static long parseUnsigned(String text) {
        long value = parseInt(text);
        if (value < 0) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static long parseSize(String text) {
        Matcher m = match(IEC, text);
        int power = m.group(2) == null ? 0 : 1 + PREFIXES.indexOf(m.group(2));
        return in64Bits(new BigInteger(m.group(1)).shiftLeft(10 * power));
    }

    private static long in64Bits(BigInteger value) {
        if (value.bitLength() >= Long.SIZE) {
            throw new TooLargeException();
        }
        return value.longValue();
    }

    /** What C's strtod takes. */
    private static double parseFloat(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> {
                String number = match(FLOATING, text).group();
                boolean hex = number.indexOf('x') >= 0 || number.indexOf('X') >= 0;
                // Java wants an exponent after hexadecimal digits.
                return Double.parseDouble(
                        hex && !number.toLowerCase(Locale.ROOT).contains("p") ? number + "p0" : number);
            }
        }
    }

    private static Duration parseSeconds(String text) {
        double seconds = parseFloat(text);
        if (Double.isNaN(seconds)) {
            throw new IllegalArgumentException(text);
        }
        // A double above long's range becomes its end.
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static Duration parseTimespan(String text) {
        Matcher m = TIME_PART.matcher(text);
        BigInteger seconds = BigInteger.ZERO;
        int at = 0;
        do {
            if (!m.find(at) || m.start() != at) {
                throw new IllegalArgumentException(text);
            }
            seconds = seconds.add(new BigInteger(m.group(1)).multiply(BigInteger.valueOf(secondsPer(m.group(2)))));
            at = m.end();
        } while (at < text.length());
        return Duration.ofSeconds(
                seconds.min(BigInteger.valueOf(LONGEST.toSeconds())).longValue());
    }

    private static long secondsPer(String unit) {
        return switch (unit) {
            case "", "s", "sec", "second", "seconds" -> 1;
            case "m", "min", "minute", "minutes" -> 60;
            case "h", "hr", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86400;
            case "w", "wk", "week", "weeks" -> 7 * 86400;
            case "mo", "month", "months" -> 30 * 86400;
            case "y", "yr", "year", "years" -> 365 * 86400;
            default -> throw new IllegalArgumentException("unit " + unit);
        };
    }

    private static EntityAddr parseAddr(String text) {
        if (text.isEmpty() || text.equals("-")) {
            return EntityAddr.BLANK;
        }
        int slash = text.indexOf('/');
        String socket = slash < 0 ? text : text.substring(0, slash);
        String nonce = slash < 0 ? "" : text.substring(slash);
        String bare = socket.startsWith("v2:") || socket.startsWith("v1:") ? socket.substring(3) : socket;
        boolean ipv6 = !bare.startsWith("[") && bare.indexOf(':') != bare.lastIndexOf(':');
        String prefix = socket.substring(0, socket.length() - bare.length());
        String host = ipv6 ? "[" + bare + "]" : bare;
        boolean port = host.lastIndexOf(':') > host.lastIndexOf(']');
        return EntityAddr.parse(prefix + (port ? host : host + ":0") + nonce);
    }

    private static int parseLevel(String text) {
        return Integer.parseInt(match(LEVELS, text).group(1));
    }

    private static java.util.UUID parseUuid(String text) {
        return java.util.UUID.fromString(match(UUID_TEXT, text).group());
    }

    /** The value as Ceph's {@code config show} has it: numbers with a fraction in six digits. */
    String show(T value) {
        if (!name.equals("float")) {
            return format(value);
        }
        double number = value instanceof Duration d ? d.toNanos() / 1e9 : ((Number) value).doubleValue();
        return Double.isFinite(number)
                ? String.format(Locale.ROOT, "%f", number)
                : Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }

    /**
     * The text as Ceph's monitor keeps it: {@code 4G} is 4294967296, {@code 1} is true; unchanged where that would be
     * another value, as with more digits than are shown.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    String normalize(String text) {
        T value = parse(text);
        if (name.equals("str")) {
            // A log level has two parts, of which the value is one.
            return value instanceof Integer && text.indexOf('/') < 0 ? value + "/" + value : text;
        }
        String shown = show(value);
        return parse(shown).equals(value) ? shown : text.trim();
    }

    private static String formatSeconds(Duration value) {
        return formatNumber(value.toNanos() / 1e9);
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

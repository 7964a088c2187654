// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as Ceph's formatters do: {@code json} on one line, {@code json-pretty} indented by four spaces. Bytes of
 * names stay as they are. Not thread-safe.
 */
public final class JsonWriter {
    private static final String INDENT = "    ";

    private final PrintWriter out;
    private final boolean pretty;
    private final Deque<Level> levels = new ArrayDeque<>();

    private static final class Level {
        final char close;
        boolean empty = true;

        Level(char close) {
            this.close = close;
        }
    }

    private JsonWriter(PrintWriter out, boolean pretty) {
        this.out = out;
        this.pretty = pretty;
    }

    /**
     * @param format null or {@code plain}: none
     * @throws Failure if there is no such format
     */
    public static @Nullable JsonWriter of(@Nullable String format, PrintWriter out) {
        return switch (format == null ? "plain" : format) {
            case "plain" -> null;
            case "json" -> new JsonWriter(out, false);
            case "json-pretty" -> new JsonWriter(out, true);
            default -> throw new Failure("unknown format " + format + ": plain, json or json-pretty");
        };
    }

    /** A document on one line. */
    public static String line(Consumer<JsonWriter> document) {
        StringWriter text = new StringWriter();
        document.accept(new JsonWriter(new PrintWriter(text), false));
        return text.toString();
    }

    /** @param name null in an array and at the top */
    public JsonWriter beginObject(@Nullable String name) {
        return begin(name, '{', '}');
    }

    /** @param name null in an array and at the top */
    public JsonWriter beginArray(@Nullable String name) {
        return begin(name, '[', ']');
    }

    public JsonWriter end() {
        Level level = levels.pop();
        if (pretty && !level.empty) {
            newLine();
        }
        out.print(level.close);
        return this;
    }

    public JsonWriter text(@Nullable String name, String value) {
        entry(name);
        quote(value);
        return this;
    }

    public JsonWriter number(@Nullable String name, long value) {
        entry(name);
        out.print(value);
        return this;
    }

    public JsonWriter number(@Nullable String name, double value) {
        entry(name);
        out.print(String.format(Locale.ROOT, "%.6f", value));
        return this;
    }

    /** Ends the document; only the pretty form ends in a newline. */
    public void finish() {
        if (pretty) {
            out.println();
        }
    }

    private JsonWriter begin(@Nullable String name, char open, char close) {
        entry(name);
        out.print(open);
        levels.push(new Level(close));
        return this;
    }

    private void entry(@Nullable String name) {
        Level level = levels.peek();
        if (level != null) {
            if (!level.empty) {
                out.print(',');
            }
            level.empty = false;
            if (pretty) {
                newLine();
            }
        }
        if (name != null) {
            quote(name);
            out.print(pretty ? ": " : ":");
        }
    }

    private void newLine() {
        out.print('\n');
        out.print(INDENT.repeat(levels.size()));
    }

    private void quote(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        out.print(text.append('"'));
    }
}

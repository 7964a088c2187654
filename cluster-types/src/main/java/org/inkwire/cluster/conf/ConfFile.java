// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sections of one {@code ceph.conf}. Immutable once parsed. Grammar: {@code [section]} lines; {@code key = value}
 * lines, where blanks between the words of a key stand for an underscore, and a dash is a dash; comments from {@code #}
 * or {@code ;} to the end of the line; in values, a backslash joins the next line or takes the next character literally,
 * and single or double quotes may enclose all. The last occurrence of a key wins.
 *
 * <p>What Ceph reads, this reads in the same way. It also reads some of what Ceph refuses: a last line without its end,
 * blank lines of blanks, an indented section, a comment sign in quotes, keys before the first section, which belong to
 * {@code [global]}, and letters outside ASCII. Ceph: {@code src/common/ConfUtils.cc}.
 */
public final class ConfFile {
    private final String origin;
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private ConfFile(String origin) {
        this.origin = origin;
    }

    static ConfFile empty() {
        return new ConfFile("none");
    }

    /**
     * @param origin file name, for messages
     * @throws ConfException naming origin and line
     */
    public static ConfFile parse(String origin, String text) {
        ConfFile file = new ConfFile(origin);
        new Parser(file, text).run();
        return file;
    }

    /**
     * Reads a file.
     *
     * @throws ConfException naming the file, and the line that is malformed or not UTF-8
     */
    static ConfFile read(Path path) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ConfException("cannot read " + path + ": " + e, e);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            throw new ConfException(path + ":" + line + ": not UTF-8");
        }
        return parse(path.toString(), out.flip().toString());
    }

    /** Turns runs of blanks into an underscore; keeps case. */
    static String normalizeKey(String key) {
        return key.strip().replaceAll("\\s+", "_");
    }

    String origin() {
        return origin;
    }

    /** Normalized keys and raw values of a section; empty if there is none. */
    public Map<String, String> section(String name) {
        return sections.getOrDefault(name, Map.of());
    }

    public List<String> sectionNames() {
        return List.copyOf(sections.keySet());
    }

    private static final class Parser {
        private final ConfFile file;
        private final String text;
        private int at;
        private int line = 1;
        private String section = "global";

        Parser(ConfFile file, String text) {
            this.file = file;
            this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
        }

        void run() {
            while (at < text.length()) {
                skipBlanks();
                if (at >= text.length()) {
                    return;
                }
                char c = text.charAt(at);
                if (c == '#' || c == ';') {
                    skipLine();
                } else if (c == '\\' && at + 1 < text.length() && "\r\n".indexOf(text.charAt(at + 1)) >= 0) {
                    at++;
                    eatNewline();
                } else if (c == '[') {
                    section();
                } else if (!eatNewline()) {
                    keyValue();
                }
            }
        }

        private void section() {
            int close = text.indexOf(']', at);
            int eol = endOfLine();
            if (close < 0 || close > eol) {
                throw error("section without ]");
            }
            section = text.substring(at + 1, close).replaceAll("\\\\(.)", "$1");
            if (section.isEmpty()) {
                throw error("section without a name");
            }
            file.sections.computeIfAbsent(section, s -> new LinkedHashMap<>());
            at = close + 1;
            expectNothingMore("a section");
        }

        private void keyValue() {
            int startLine = line;
            String key = normalizeKey(key());
            if (at >= text.length() || text.charAt(at) != '=') {
                throw new ConfException(
                        file.origin + ":" + startLine + ": no = after \"" + key.replace('_', ' ') + "\"");
            }
            if (key.isEmpty()) {
                throw error("no key before =");
            }
            at++;
            skipBlanks();
            String value;
            if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
                value = quoted(text.charAt(at++));
                expectNothingMore("a quoted value");
            } else {
                value = word();
                skipLine();
            }
            file.sections.computeIfAbsent(section, s -> new LinkedHashMap<>()).put(key, value);
        }

        /** Up to {@code =}, a comment or the end of the line; with its backslashes. */
        private String key() {
            StringBuilder out = new StringBuilder();
            while (at < text.length() && "=#;\r\n".indexOf(text.charAt(at)) < 0) {
                boolean escape = text.charAt(at) == '\\' && at + 1 < text.length();
                int from = at++;
                if (escape && !eatNewline()) {
                    at++;
                }
                out.append(text, from, at);
            }
            return out.toString();
        }

        /** Up to a comment or the end of the line, trimmed of blanks. */
        private String word() {
            StringBuilder out = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    if (eatNewline()) {
                        continue;
                    }
                    out.append(text.charAt(at++));
                    continue;
                }
                if (c == '\n' || c == '\r' || c == '#' || c == ';') {
                    break;
                }
                out.append(c);
                at++;
            }
            return out.toString().strip();
        }

        private String quoted(char quote) {
            StringBuilder out = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == quote) {
                    at++;
                    return out.toString();
                }
                if (c == '\n' || c == '\r') {
                    break;
                }
                at++;
                if (c == '\\' && at < text.length()) {
                    if (!eatNewline()) {
                        out.append(text.charAt(at++));
                    }
                } else {
                    out.append(c);
                }
            }
            throw error("unterminated quote");
        }

        private void expectNothingMore(String what) {
            skipBlanks();
            if (at < text.length() && "#;\r\n".indexOf(text.charAt(at)) < 0) {
                throw error("unexpected text after " + what);
            }
            skipLine();
        }

        private void skipBlanks() {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
        }

        private void skipLine() {
            at = endOfLine();
            eatNewline();
        }

        private int endOfLine() {
            int eol = at;
            while (eol < text.length() && text.charAt(eol) != '\n' && text.charAt(eol) != '\r') {
                eol++;
            }
            return eol;
        }

        private boolean eatNewline() {
            if (at < text.length() && text.charAt(at) == '\r') {
                at++;
                if (at < text.length() && text.charAt(at) == '\n') {
                    at++;
                }
            } else if (at < text.length() && text.charAt(at) == '\n') {
                at++;
            } else {
                return false;
            }
            line++;
            return true;
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t' || c == '\f' || c == '\u000b';
        }

        private ConfException error(String what) {
            return new ConfException(file.origin + ":" + line + ": " + what);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sections of one {@code ceph.conf}. Immutable once parsed. Grammar: {@code [section]} lines; {@code key = value}
 * lines, where spaces, dashes and underscores in keys are equivalent; comments from {@code #} or {@code ;} to the end
 * of the line; a backslash joins the next line or takes the next character literally; values may be in single or double
 * quotes. Keys before the first section belong to {@code [global]}. The last occurrence of a key wins. Ceph:
 * {@code src/common/ConfUtils.cc}.
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

    /** Turns runs of spaces, dashes and underscores into one underscore; keeps case. */
    static String normalizeKey(String key) {
        return key.trim().replaceAll("[\\s_-]+", "_");
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
            section = text.substring(at + 1, close).trim();
            if (section.isEmpty()) {
                throw error("section without a name");
            }
            file.sections.computeIfAbsent(section, s -> new LinkedHashMap<>());
            at = close + 1;
            expectNothingMore("a section");
        }

        private void keyValue() {
            int startLine = line;
            String key = normalizeKey(word('='));
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
                value = word('\n');
                skipLine();
            }
            file.sections.computeIfAbsent(section, s -> new LinkedHashMap<>()).put(key, value);
        }

        /** Up to {@code stop}, a comment or the end of the line, trimmed of unescaped blanks. */
        private String word(char stop) {
            StringBuilder out = new StringBuilder();
            int keep = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    if (eatNewline()) {
                        continue;
                    }
                    out.append(text.charAt(at++));
                    keep = out.length();
                    continue;
                }
                if (c == stop || c == '\n' || c == '\r' || c == '#' || c == ';') {
                    break;
                }
                out.append(c);
                if (!isBlank(c)) {
                    keep = out.length();
                }
                at++;
            }
            out.setLength(keep);
            return out.toString();
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

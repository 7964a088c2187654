// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Extracts Ceph's options from command-line words: {@code --ms_type x}, {@code --ms-type=x},
 * {@code --no-ms_tcp_nodelay}, {@code -c}, {@code -n}, {@code -i}, {@code -m}, {@code -k}, {@code --cluster}.
 * Unrecognized words are kept in order. Ceph: {@code src/common/ceph_argparse.cc}.
 */
final class ConfArguments {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> remaining = new ArrayList<>();
    private @Nullable String confFile;
    private @Nullable String name;
    private @Nullable String id;
    private @Nullable String cluster;

    /** @throws ConfException if a recognized option lacks its value */
    static ConfArguments parse(List<String> words) {
        ConfArguments result = new ConfArguments();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            if (word.equals("--")) {
                result.remaining.addAll(words.subList(at + 1, words.size()));
                break;
            }
            at = result.take(words, at);
        }
        return result;
    }

    /** Values by normalized key. */
    Map<String, String> values() {
        return values;
    }

    /** Unrecognized words, including all after {@code --}. */
    List<String> remaining() {
        return remaining;
    }

    @Nullable
    String confFile() {
        return confFile;
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    String id() {
        return id;
    }

    @Nullable
    String cluster() {
        return cluster;
    }

    /** @return index of the next word to look at */
    private int take(List<String> words, int at) {
        String word = words.get(at);
        int eq = word.indexOf('=');
        String flag = eq > 0 && word.startsWith("--") ? word.substring(0, eq) : word;
        String inline = eq > 0 && word.startsWith("--") ? word.substring(eq + 1) : null;
        String special = switch (flag) {
            case "-c", "--conf" -> "conf";
            case "-n", "--name" -> "name";
            case "-i", "--id", "--user" -> "id";
            case "--cluster" -> "cluster";
            case "-m", "--mon-host", "--mon_host" -> "mon_host";
            case "-k", "--keyring" -> "keyring";
            default -> null;
        };
        if (special != null) {
            String value = inline != null ? inline : following(words, at);
            set(special, value);
            return at + (inline != null ? 1 : 2);
        }
        if (!flag.startsWith("--")) {
            remaining.add(word);
            return at + 1;
        }
        String key = flag.substring(2).replace('-', '_').toLowerCase(Locale.ROOT);
        Option<?> option = Options.find(key);
        if (option == null) {
            return takeNegation(word, key, at);
        }
        if (inline != null) {
            values.put(key, inline);
            return at + 1;
        }
        if (option.type() == OptionType.BOOL) {
            values.put(key, "true");
            return at + 1;
        }
        values.put(key, following(words, at));
        return at + 2;
    }

    private int takeNegation(String word, String key, int at) {
        Option<?> option = key.startsWith("no_") ? Options.find(key.substring(3)) : null;
        if (option != null && option.type() == OptionType.BOOL) {
            values.put(option.name(), "false");
        } else {
            remaining.add(word);
        }
        return at + 1;
    }

    private void set(String special, String value) {
        switch (special) {
            case "conf" -> confFile = value;
            case "name" -> name = value;
            case "id" -> id = value;
            case "cluster" -> cluster = value;
            default -> values.put(special, value);
        }
    }

    private static String following(List<String> words, int at) {
        if (at + 1 >= words.size()) {
            throw new ConfException("option " + words.get(at) + " needs a value");
        }
        return words.get(at + 1);
    }

    /** Splits {@code CEPH_ARGS} at blanks, honouring quotes. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                open = true;
            } else if (Character.isWhitespace(c)) {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                    open = false;
                }
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }
}

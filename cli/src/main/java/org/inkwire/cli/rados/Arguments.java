// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.inkwire.cli.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The words of one {@code rados} command, sorted into options and operands; the first operand is the verb. Immutable.
 * Ceph: {@code src/tools/rados/rados.cc}.
 */
public final class Arguments {
    private final Map<ToolOption, String> options = new EnumMap<>(ToolOption.class);
    private final List<String> operands = new ArrayList<>();

    private Arguments() {}

    /** @throws Failure if an option lacks its value */
    static Arguments parse(List<String> words) {
        Arguments arguments = new Arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                arguments.operands.addAll(words.subList(i + 1, words.size()));
                break;
            }
            int equals = word.startsWith("-") ? word.indexOf('=') : -1;
            String name = equals > 0 ? word.substring(0, equals) : word;
            ToolOption option = ToolOption.named(name);
            if (option == null || equals > 0 && !option.takesValue()) {
                arguments.operands.add(word);
            } else if (!option.takesValue()) {
                arguments.options.put(option, "");
            } else if (equals > 0) {
                arguments.options.put(option, word.substring(equals + 1));
            } else if (i + 1 < words.size()) {
                arguments.options.put(option, words.get(++i));
            } else {
                throw new Failure("Option " + word + " requires an argument.");
            }
        }
        return arguments;
    }

    public boolean has(ToolOption option) {
        return options.containsKey(option);
    }

    public @Nullable String get(ToolOption option) {
        return options.get(option);
    }

    /** A number of at least 0. */
    public long number(ToolOption option, String what, long otherwise) {
        String text = options.get(option);
        return text == null ? otherwise : number(text, what);
    }

    /** A number of bytes: digits and perhaps a unit, {@code 4K} being 4096. */
    public int bytes(ToolOption option, String what, int otherwise) {
        String text = options.get(option);
        if (text == null) {
            return otherwise;
        }
        int units = text.length();
        while (units > 0 && !Character.isDigit(text.charAt(units - 1))) {
            units--;
        }
        int shift = switch (text.substring(units)) {
            case "", "B" -> 0;
            case "K", "Ki", "KiB" -> 10;
            case "M", "Mi", "MiB" -> 20;
            case "G", "Gi", "GiB" -> 30;
            default -> throw invalid(what, text);
        };
        long count = number(text.substring(0, units), what);
        if (count < 1 || count > Integer.MAX_VALUE >> shift) {
            throw invalid(what, text);
        }
        return (int) (count << shift);
    }

    /** @throws Failure in rados's words unless {@code text} is a number of at least 0 */
    static long number(String text, String what) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new Failure("Invalid value for " + what + ": '" + text + "'", e);
        }
        throw invalid(what, text);
    }

    private static Failure invalid(String what, String text) {
        return new Failure("Invalid value for " + what + ": '" + text + "'");
    }

    List<String> operands() {
        return operands;
    }
}

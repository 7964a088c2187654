// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inkwire.wire.RawString;
import org.jspecify.annotations.Nullable;

/**
 * The arguments and the environment of this process, byte for byte, as {@link RawString}s. The JVM decodes them with
 * the charset of its locale: in the C locale every byte above 127 becomes the same character, and two names one. Linux
 * keeps the bytes in {@code /proc}. Any thread.
 */
public final class NativeStrings {
    /** First argument of a command whose other arguments are written with percent escapes. */
    private static final String PERCENT_ESCAPED = "--percent-escaped-arguments";

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

    private NativeStrings() {}

    /**
     * @param decoded as {@code main} got them
     * @throws Failure if the JVM lost bytes of one and there is no {@code /proc} to look it up
     */
    static String[] arguments(String[] decoded) {
        if (decoded.length > 0 && decoded[0].equals(PERCENT_ESCAPED)) {
            String[] arguments = new String[decoded.length - 1];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = unescaped(decoded[i + 1]);
            }
            return arguments;
        }
        return arguments(decoded, COMMAND_LINE);
    }

    /** @param commandLine the words of this process, each ended by a NUL; the arguments are the last of them */
    static String[] arguments(String[] decoded, Path commandLine) {
        if (isExact(List.of(decoded))) {
            return decoded;
        }
        List<String> words = terminated(commandLine);
        if (words != null && words.size() > decoded.length) {
            return words.subList(words.size() - decoded.length, words.size()).toArray(String[]::new);
        }
        String[] arguments = new String[decoded.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = encodedAgain(decoded[i], "argument " + (i + 1));
        }
        return arguments;
    }

    /** The environment by name. Values that cannot be known exactly are left out. */
    public static Map<String, String> environment() {
        Map<String, String> decoded = System.getenv();
        if (isExact(decoded.keySet()) && isExact(decoded.values())) {
            return decoded;
        }
        List<String> entries = terminated(ENVIRONMENT);
        Map<String, String> environment = new HashMap<>();
        if (entries != null) {
            for (String entry : entries) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    environment.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        } else {
            decoded.forEach((name, value) -> {
                if (isExact(List.of(name, value))) {
                    environment.put(name, value);
                }
            });
        }
        return environment;
    }

    /** These arguments for another process of this command, in ASCII. */
    public static List<String> escaped(List<String> arguments) {
        if (isExact(arguments)) {
            return arguments;
        }
        List<String> words = new ArrayList<>(List.of(PERCENT_ESCAPED));
        arguments.forEach(argument -> words.add(escaped(argument)));
        return words;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : RawString.bytes(text)) {
            if (b > ' ' && b < 0x7f && b != '%') {
                escaped.append((char) b);
            } else {
                String hex = Integer.toHexString(b & 0xff);
                escaped.append(hex.length() < 2 ? "%0" : "%").append(hex);
            }
        }
        return escaped.toString();
    }

    private static String unescaped(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return RawString.of(bytes.toByteArray());
    }

    /** Whether every charset of a locale decodes these without loss; a question mark may stand for a lost byte. */
    private static boolean isExact(Iterable<String> texts) {
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) >= 0x7f || text.charAt(i) == '?') {
                    return false;
                }
            }
        }
        return true;
    }

    private static String encodedAgain(String text, String what) {
        if (text.indexOf('\uFFFD') >= 0) {
            throw new Failure(what + " cannot be read in this locale (" + platformCharset()
                    + "), and there is no /proc; set LC_ALL to a UTF-8 locale");
        }
        return RawString.of(text.getBytes(platformCharset()));
    }

    private static Charset platformCharset() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    private static @Nullable List<String> terminated(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            List<String> texts = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < all.length; i++) {
                if (all[i] == 0) {
                    texts.add(RawString.of(Arrays.copyOfRange(all, from, i)));
                    from = i + 1;
                }
            }
            return texts;
        } catch (IOException noProc) {
            return null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * File names are bytes as well. {@link Path#of(String, String...)} sends them through the charset of the JVM's locale,
 * in which most bytes have no place if that is C; a {@code file:} URI keeps them. Names are {@link RawString}s. Any
 * thread.
 */
public final class RawPath {
    private static final Path WORKING_DIRECTORY = Path.of("/proc/self/cwd");

    private RawPath() {}

    /**
     * The file of this name, in any locale.
     *
     * @throws InvalidPathException if it contains a NUL, or on a system that has other names than Unix
     */
    public static Path of(String name) {
        boolean relative = !name.startsWith("/");
        if (isAscii(name) && !(relative && workingDirectoryIsLossy())) {
            return Path.of(name);
        }
        byte[] bytes = RawString.bytes(name);
        StringBuilder uri = new StringBuilder("file://");
        if (relative) {
            uri.append(workingDirectory().toUri().getRawPath()).append('/');
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new InvalidPathException(name, "Nul character not allowed");
            }
            if (isPlain(b)) {
                uri.append((char) b);
            } else {
                appendEscaped(uri, b);
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** The name of {@code path}: the inverse of {@link #of}. */
    public static String text(Path path) {
        String simple = path.toString();
        if (isAscii(simple) && simple.indexOf('?') < 0) {
            return simple;
        }
        String escaped = path.toAbsolutePath().toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        // The URI of a directory ends in a slash.
        String text = RawString.of(bytes.toByteArray());
        return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Whether the JVM's charset lost something of the working directory's name. */
    private static boolean workingDirectoryIsLossy() {
        String seen = System.getProperty("user.dir", "");
        return !isAscii(seen) || seen.indexOf('?') >= 0;
    }

    private static Path workingDirectory() {
        try {
            return Files.readSymbolicLink(WORKING_DIRECTORY);
        } catch (IOException | UnsupportedOperationException noProc) {
            return Path.of("").toAbsolutePath();
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Whether this byte stands for itself in the path of a URI. */
    private static boolean isPlain(byte b) {
        return b == '/'
                || b == '.'
                || b == '-'
                || b == '_'
                || b >= '0' && b <= '9'
                || b >= 'A' && b <= 'Z'
                || b >= 'a' && b <= 'z';
    }

    private static void appendEscaped(StringBuilder uri, byte b) {
        String hex = Integer.toHexString(b & 0xff);
        uri.append(hex.length() < 2 ? "%0" : "%").append(hex);
    }
}

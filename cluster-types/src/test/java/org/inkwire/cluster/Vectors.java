// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Recorded bytes of a real 16.2.15 cluster and answers of its tools, from the test resources. */
public final class Vectors {
    private Vectors() {}

    public static boolean exists(String path) {
        return Vectors.class.getResource("/" + path) != null;
    }

    /** Decompressed if the name ends in .gz. */
    public static byte[] bytes(String path) {
        try (InputStream in = Vectors.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no such vector: " + path);
            }
            return path.endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    public static List<String> lines(String path) {
        return text(path).lines().toList();
    }
}

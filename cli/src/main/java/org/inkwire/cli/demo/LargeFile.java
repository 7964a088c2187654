// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.inkwire.cli.Failure;

/** A real file that every machine with a JDK has. */
final class LargeFile {
    /** A smaller file would not demonstrate large transfers. */
    private static final long AT_LEAST = 64L << 20;

    private LargeFile() {}

    /** {@code lib/modules} of the running Java, or another large file of it. */
    static Path ofTheJdk() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        Path modules = home.resolve("lib").resolve("modules");
        if (Files.isRegularFile(modules) && Files.size(modules) >= AT_LEAST) {
            return modules;
        }
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() >= AT_LEAST)
                    .findFirst()
                    .orElseThrow(
                            () -> new Failure("no file of 64 MiB or more under " + home + "; name one with --file"));
        }
    }
}

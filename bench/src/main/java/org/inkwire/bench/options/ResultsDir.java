// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.options;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark leaves its results. */
public final class ResultsDir {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where the results go. Default: ${DEFAULT-VALUE}.")
    Path output;

    /** @param benchmark its directory, unless another is named */
    public ResultsDir(String benchmark) {
        this.output = Path.of("bench-results", benchmark);
    }

    /** The directory of this name in it, made if it is not there. */
    public Path directory(String name) throws IOException {
        return Files.createDirectories(output.resolve(name));
    }

    /** Writes a file. */
    public void write(String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(output).resolve(name), content, StandardCharsets.UTF_8);
    }

    /** Writes a file. */
    public Path write(String name, byte[] content) throws IOException {
        return Files.write(Files.createDirectories(output).resolve(name), content);
    }

    /** Says where it is. */
    public void show(PrintWriter out) {
        out.println("Results: " + output.toAbsolutePath());
        out.flush();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The system's C compiler. */
public final class CCompiler {
    private static final long PATIENCE_SECONDS = 60;

    private CCompiler() {}

    /**
     * Compiles one file.
     *
     * @param source a resource
     * @param program is written; the source and the compiler's words are left beside it
     * @param options before the source
     * @param libraries after it
     * @return why there is no program; null if there is
     */
    public static @Nullable String compile(String source, Path program, List<String> options, List<String> libraries)
            throws IOException, InterruptedException {
        Path file = program.resolveSibling(source.substring(source.lastIndexOf('/') + 1));
        try (InputStream in = Objects.requireNonNull(CCompiler.class.getResourceAsStream(source))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-march=native"));
        command.addAll(options);
        command.addAll(List.of("-o", program.toString(), file.toString()));
        command.addAll(libraries);
        Path log = program.resolveSibling(program.getFileName() + "-cc.log");
        Process compiler;
        try {
            compiler = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException noCompiler) {
            return "this machine has no C compiler (cc)";
        }
        if (!compiler.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            compiler.destroyForcibly();
            return "cc took more than " + PATIENCE_SECONDS + " s";
        }
        return compiler.exitValue() == 0 ? null : "cc failed, see " + log;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private static String report(Throwable failure) {
        StringWriter text = new StringWriter();
        assertThat(Errors.report(failure, new PrintWriter(text))).isEqualTo(1);
        return text.toString();
    }

    @Test
    void everyFailureIsOneLineInTheSystemsWords() {
        assertThat(report(new IOException("Is a directory"))).isEqualTo("(21) Is a directory\n");
        assertThat(report(new NoSuchFileException("/x"))).isEqualTo("/x: (2) No such file or directory\n");
        assertThat(report(new AccessDeniedException("/x"))).isEqualTo("/x: (13) Permission denied\n");
        assertThat(report(new FileSystemException("/x", null, "Read-only file system")))
                .isEqualTo("/x: (30) Read-only file system\n");
        assertThat(report(new UncheckedIOException(new IOException("No space left on device"))))
                .isEqualTo("(28) No space left on device\n");
        assertThat(report(new CompletionException(new Failure("as it is")))).isEqualTo("as it is\n");
        assertThat(report(new OutOfMemoryError("Java heap space")))
                .isEqualTo("out of memory: Java heap space; INKWIRE_OPTS=-Xmx1g gives the JVM more\n");
        assertThat(report(new IllegalStateException("odd")))
                .isEqualTo("unexpected failure: java.lang.IllegalStateException: odd (--debug shows where)\n");
        assertThat(report(new InterruptedException())).isEqualTo("interrupted\n");
    }

    @Test
    void aFailureWhileCleaningUpIsALineOfItsOwn() {
        Failure failure = new Failure("no answer");
        failure.addSuppressed(new Failure("pool x was not removed"));
        failure.addSuppressed(new IllegalStateException("odd"));
        assertThat(report(new CompletionException(failure))).isEqualTo("no answer\npool x was not removed\n");
    }

    @Test
    void aShortageOfDescriptorsIsNamedWhereverItWasMet() {
        assertThat(report(new IllegalStateException(
                        "cannot open a selector", new IOException("epoll_create: Too many open files"))))
                .startsWith("out of file descriptors: (24) Too many open files");
    }
}

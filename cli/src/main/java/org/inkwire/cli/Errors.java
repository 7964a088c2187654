// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.jspecify.annotations.Nullable;

/** What the user sees of a failure: one line that names the cause in the system's words, and one for each failure while
 * cleaning up. Any thread. */
public final class Errors {
    /** As a shell reports a program that SIGPIPE has ended. */
    private static final int READER_LEFT = 128 + 13;

    private static final int FAILED = 1;
    private static final String NO_DESCRIPTORS = "Too many open files";

    private static volatile boolean traces;

    private Errors() {}

    /** From now on, a stack trace follows the line. */
    static void showTraces() {
        traces = true;
    }

    /** Prints a failure. @return the exit status */
    static int report(Throwable failure, PrintWriter err) {
        Throwable cause = bared(failure);
        if (cause instanceof Output.Lost lost && lost.readerLeft()) {
            return READER_LEFT;
        }
        err.println(line(cause));
        for (Throwable after : cause.getSuppressed()) {
            // What could not be cleaned up; the rest is of no use to a user.
            if (after instanceof Failure) {
                err.println(line(after));
            }
        }
        if (traces) {
            failure.printStackTrace(err);
        }
        err.flush();
        return FAILED;
    }

    /** The failure without the wrappers that threads and lambdas put around it. */
    private static Throwable bared(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof UndeclaredThrowableException
                || failure instanceof UncheckedIOException && !(failure instanceof Output.Lost);
        return wrapper && cause != null ? bared(cause) : failure;
    }

    /** One line about a failure. */
    static String line(Throwable failure) {
        if (isShortOfDescriptors(failure)) {
            return "out of file descriptors: (24) " + NO_DESCRIPTORS
                    + "; the limit of this shell is shown by: ulimit -n";
        }
        if (failure instanceof Failure || failure instanceof RadosException || failure instanceof ConfException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof Output.Lost lost) {
            return lost.getMessage() + ": " + reason(lost.getCause());
        }
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            return file.getFile() + ": " + reason(file);
        }
        if (failure instanceof IOException io) {
            return reason(io);
        }
        if (failure instanceof InvalidPathException name) {
            return "unusable file name: " + name.getReason();
        }
        if (failure instanceof InterruptedException) {
            return "interrupted";
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory: " + failure.getMessage() + "; INKWIRE_OPTS=-Xmx1g gives the JVM more";
        }
        return "unexpected failure: " + failure + " (--debug shows where)";
    }

    private static boolean isShortOfDescriptors(Throwable failure) {
        // The class loader does not say why it could not open a jar.
        if (failure instanceof LinkageError && noFileOpens()) {
            return true;
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (saysTooManyFiles(t)) {
                return true;
            }
        }
        return false;
    }

    static boolean saysTooManyFiles(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains(NO_DESCRIPTORS);
    }

    private static boolean noFileOpens() {
        try {
            new FileInputStream("/dev/null").close();
            return false;
        } catch (IOException e) {
            return saysTooManyFiles(e);
        }
    }

    /** Loads what a report needs, while files can still be opened. */
    static void prepare() {
        line(bared(new CompletionException(new IllegalStateException("none"))));
        noFileOpens();
    }

    /** Why an operation on a file failed, as Ceph's tools print it: {@code (21) Is a directory}. */
    public static String reason(@Nullable IOException failure) {
        if (failure instanceof FileSystemException file) {
            Errno errno = errnoOf(file);
            if (errno != null) {
                return Errno.describe(errno.code());
            }
            return described(file.getReason());
        }
        return described(failure == null ? null : failure.getMessage());
    }

    private static @Nullable Errno errnoOf(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return Errno.ENOENT;
        } else if (failure instanceof AccessDeniedException) {
            return Errno.EACCES;
        } else if (failure instanceof FileAlreadyExistsException) {
            return Errno.EEXIST;
        } else if (failure instanceof NotDirectoryException) {
            return Errno.ENOTDIR;
        } else if (failure instanceof DirectoryNotEmptyException) {
            return Errno.ENOTEMPTY;
        }
        return null;
    }

    private static String described(@Nullable String text) {
        if (text == null) {
            return "input or output failed";
        }
        for (Errno errno : Errno.values()) {
            if (text.endsWith(errno.text())) {
                return Errno.describe(errno.code());
            }
        }
        return text;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * A process id in a file that its process keeps locked: a failed attempt to lock it proves that the process is alive,
 * so a file left by a killed process does no harm. The number is for people; a second file says which process it means.
 * Any thread.
 */
final class PidFile implements AutoCloseable {
    /** A Linux process id has at most 7 decimal digits; a longer file is not ours. */
    private static final int MAX_BYTES = 20;

    /** No process has this id. */
    private static final long UNKNOWN = 0;

    private static final int ATTEMPTS = 10;
    private static final long ATTEMPT_MILLIS = 20;

    private final Path file;
    private final FileChannel channel;

    private PidFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Writes this process's id, and holds the lock until {@link #close} or the end of the process.
     *
     * @throws AlreadyRunning if another process holds it
     */
    static PidFile claim(Path file) throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        // A call of holder() takes the lock for a moment: only a lock that persists is the holder's.
        for (int attempt = 0; lock == null && attempt < ATTEMPTS; attempt++) {
            Thread.sleep(ATTEMPT_MILLIS);
            lock = channel.tryLock();
        }
        if (lock == null) {
            long pid = read(channel);
            channel.close();
            throw new AlreadyRunning(pid);
        }
        Files.writeString(identityFile(file), ProcessIdentity.ofThis().line());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return new PidFile(file, channel);
    }

    /**
     * The process that holds {@code file}, or empty if none does. Do not call this in the holder itself: the system
     * would drop its lock.
     */
    static OptionalLong holder(Path file) throws IOException {
        // A shared lock does with a file of another user that we may only read.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
            return lock == null ? OptionalLong.of(read(channel)) : OptionalLong.empty();
        } catch (NoSuchFileException gone) {
            return OptionalLong.empty();
        }
    }

    /**
     * More about the process that holds {@code file} than its number.
     *
     * @throws IOException if there is nothing
     */
    static ProcessIdentity identity(Path file) throws IOException {
        return ProcessIdentity.parse(Files.readString(identityFile(file)));
    }

    /** Removes a file that no process holds. */
    static void remove(Path file) throws IOException {
        Files.deleteIfExists(identityFile(file));
        Files.deleteIfExists(file);
    }

    private static Path identityFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".identity");
    }

    /** Removes the file and releases the lock. */
    @Override
    public void close() throws IOException {
        remove(file);
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private static long read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_BYTES);
        channel.read(text, 0);
        String digits = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
        // Locked and still empty: the holder is about to write.
        return digits.isEmpty() ? UNKNOWN : Long.parseLong(digits);
    }

    /** Another process holds the file. */
    static final class AlreadyRunning extends IOException {
        private static final long serialVersionUID = 1L;

        private final long pid;

        AlreadyRunning(long pid) {
            super("process " + pid + " is running");
            this.pid = pid;
        }

        long pid() {
            return pid;
        }
    }
}

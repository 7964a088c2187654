// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Stores each key as one file in a directory. A value is written to a temporary file, synced and renamed over the old
 * one, then the directory is synced: a file is complete or absent. File access blocks, so it runs on a separate
 * executor, never on the monitor's center. Any thread.
 */
public final class DirMonitorStore implements MonitorStore {
    private static final String TEMPORARY = ".new";

    private final Path directory;
    private final Executor io;

    /**
     * @param directory created if it does not exist
     * @param io runs tasks one at a time, in order
     */
    public DirMonitorStore(Path directory, Executor io) {
        this.directory = directory;
        this.io = io;
    }

    @Override
    public CompletionStage<NavigableMap<String, byte[]>> load() {
        return CompletableFuture.supplyAsync(this::readAll, io);
    }

    @Override
    public CompletionStage<Void> write(List<Change> changes) {
        return CompletableFuture.runAsync(() -> writeAll(changes), io);
    }

    private NavigableMap<String, byte[]> readAll() {
        NavigableMap<String, byte[]> values = new TreeMap<>();
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    String key = file.getFileName().toString();
                    if (key.endsWith(TEMPORARY)) {
                        // A crash interrupted this write; the key still has its old value.
                        Files.delete(file);
                    } else if (Files.isRegularFile(file)) {
                        values.put(key, Files.readAllBytes(file));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the monitor's store " + directory, e);
        }
        return values;
    }

    private void writeAll(List<Change> changes) {
        try {
            for (Change c : changes) {
                byte[] value = c.value();
                Path file = directory.resolve(c.key());
                if (value == null) {
                    Files.deleteIfExists(file);
                } else {
                    replace(file, value);
                }
                // Sync one by one: after a crash a prefix of the changes must remain.
                syncDirectory();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the monitor's store " + directory, e);
        }
    }

    private static void replace(Path file, byte[] value) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(value);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void syncDirectory() throws IOException {
        try (FileChannel dir = FileChannel.open(directory, StandardOpenOption.READ)) {
            dir.force(true);
        }
    }
}

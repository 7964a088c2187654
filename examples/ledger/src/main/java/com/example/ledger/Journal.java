// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file with one line per entry: number, amount, text. Not thread-safe. */
final class Journal implements Closeable {
    private final FileChannel file;
    private final StringBuilder pending = new StringBuilder();
    private long last;

    private Journal(FileChannel file, long last) {
        this.file = file;
        this.last = last;
    }

    /** Reads the existing entries. An incomplete last line was being written when the process died; it is cut off. */
    static Journal open(Path path) throws IOException {
        byte[] there = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        int end = there.length;
        while (end > 0 && there[end - 1] != '\n') {
            end--;
        }
        int lastLine = Math.max(0, end - 1);
        while (lastLine > 0 && there[lastLine - 1] != '\n') {
            lastLine--;
        }
        String line = new String(there, lastLine, end - lastLine, StandardCharsets.UTF_8);
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(end);
        file.position(end);
        return new Journal(file, line.isEmpty() ? 0 : Long.parseLong(line.substring(0, line.indexOf(' '))));
    }

    /** Number of the last entry, 0 if there is none. */
    long last() {
        return last;
    }

    /** Appends an entry, which the next {@link #force} writes to disk. */
    void append(long number, long amount, String text) {
        pending.append(number).append(' ').append(amount).append(' ').append(text.replace('\n', ' '));
        pending.append('\n');
        last = number;
    }

    /** When this returns, everything appended is on disk. */
    void force() throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(pending.toString());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        pending.setLength(0);
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.inkwire.wire.RawString;

/**
 * The one way to print: text and bytes to standard output or error. Unlike other print writers it does not keep a
 * failure to itself: the call that meets it throws {@link Lost}. Text is written as the bytes that {@link RawString}
 * has for it, in every locale. Any thread.
 */
public final class Output extends PrintWriter {
    private static final int BUFFER = 1 << 13;

    private final OutputStream target;
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private boolean lost;

    /** @param name of the target, for the message about its failure */
    public Output(OutputStream target, String name) {
        super(Writer.nullWriter());
        this.target = target;
        this.name = name;
    }

    static Output stdout() {
        return new Output(new FileOutputStream(FileDescriptor.out), "standard output");
    }

    /** Standard error; what cannot be written there cannot be told anywhere. */
    static Output stderr() {
        return new Output(new ErrorStream(), "standard error");
    }

    /** Writes bytes, in order with the text. */
    public synchronized void write(byte[] bytes, int from, int length) {
        drain();
        send(bytes, from, length);
    }

    /** As {@link #write(byte[], int, int)}. */
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public synchronized void write(int c) {
        text.append((char) c);
        drainIfLong();
    }

    @Override
    public synchronized void write(char[] from, int offset, int length) {
        text.append(from, offset, length);
        drainIfLong();
    }

    @Override
    public synchronized void write(String from, int offset, int length) {
        text.append(from, offset, offset + length);
        drainIfLong();
    }

    @Override
    public void println() {
        write('\n');
    }

    /** @throws Lost if anything printed so far cannot be written */
    @Override
    public synchronized void flush() {
        drain();
        if (!lost) {
            try {
                target.flush();
            } catch (IOException e) {
                lose(e);
            }
        }
    }

    @Override
    public void close() {
        flush();
    }

    @Override
    public boolean checkError() {
        flush();
        return false;
    }

    private void drainIfLong() {
        // Half a surrogate pair stays until the other half is here.
        if (text.length() >= BUFFER && !Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            drain();
        }
    }

    private void drain() {
        if (text.length() > 0) {
            byte[] bytes = RawString.bytes(text.toString());
            text.setLength(0);
            send(bytes, 0, bytes.length);
        }
    }

    private void send(byte[] bytes, int from, int length) {
        if (!lost) {
            try {
                target.write(bytes, from, length);
            } catch (IOException e) {
                lose(e);
            }
        }
    }

    private void lose(IOException e) {
        lost = true;
        throw new Lost(name, e);
    }

    /** Output that could not be written. What follows it is dropped. */
    public static final class Lost extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        private final boolean readerLeft;

        private Lost(String name, IOException cause) {
            super("error writing to " + name, cause);
            this.readerLeft = String.valueOf(cause.getMessage()).contains("Broken pipe");
        }

        /** Whether nobody reads any more, as after {@code | head}. */
        boolean readerLeft() {
            return readerLeft;
        }
    }

    private static final class ErrorStream extends OutputStream {
        private final OutputStream stderr = new FileOutputStream(FileDescriptor.err);

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                stderr.write(bytes, from, length);
            } catch (IOException nobodyToTell) {
                // See stderr().
            }
        }
    }
}

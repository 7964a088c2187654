// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.inkwire.cli.Terminal;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.WriteOp;
import org.jspecify.annotations.Nullable;

/**
 * Transfers an object's content in operations of a fixed size, with a few in flight, in order at both ends. Shows a
 * progress bar for a long transfer if stderr is a terminal. Confined to one thread.
 */
public final class Transfer implements AutoCloseable {
    /** Default bytes per operation, as in rados. */
    public static final int OP_SIZE = 4 << 20;

    /** Enough to keep the network busy while the disk is read; 32 MiB of buffers at the default size. */
    private static final int IN_FLIGHT = 8;

    /** From this size on a transfer takes long enough for a progress bar. */
    private static final long WORTH_A_BAR = 32L << 20;

    private final @Nullable ProgressBar bar;

    /** @param length bytes to transfer, −1 if unknown */
    public Transfer(String task, long length) {
        this.bar = Terminal.stderrIsTerminal() && (length < 0 || length >= WORTH_A_BAR)
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(length)
                        .setUnit(" MiB", 1 << 20)
                        .showSpeed()
                        .setUpdateIntervalMillis(200)
                        .build()
                : null;
    }

    /**
     * Replaces the content of an object with all of {@code in}; or, from an offset on, writes it over the old content.
     *
     * @param from where to begin; 0: replace
     * @return bytes written
     * @throws RadosException of the first operation that failed
     * @throws UncheckedIOException if {@code in} cannot be read
     */
    long upload(AsyncIoCtx io, String oid, InputStream in, int opSize, long from) {
        Queue<CompletionStage<?>> inFlight = new ArrayDeque<>();
        long offset = from;
        byte[] part = read(in, opSize);
        if (part.length == 0 && from > 0) {
            // As rados: nothing at an offset is a hole up to there.
            join(io.operate(oid, new WriteOp().writeFull(ByteBuffer.wrap(part)).truncate(from)));
            return 0;
        }
        do {
            // The first operation replaces the old content; operations on one object are applied in the order they are
            // sent.
            ByteBuffer data = ByteBuffer.wrap(part);
            inFlight.add(offset == 0 ? io.writeFull(oid, data) : io.write(oid, offset, data));
            offset += part.length;
            if (inFlight.size() >= IN_FLIGHT) {
                join(inFlight.remove());
            }
            step(part.length);
            part = part.length < opSize ? new byte[0] : read(in, opSize);
        } while (part.length > 0);
        inFlight.forEach(Transfer::join);
        return offset - from;
    }

    /**
     * Writes the whole content of an object to {@code out}.
     *
     * @return bytes read
     * @throws RadosException of the first operation that failed
     */
    long download(AsyncIoCtx io, String oid, OutputStream out, int opSize) {
        Queue<CompletionStage<byte[]>> inFlight = new ArrayDeque<>();
        long asked = 0;
        long written = 0;
        while (true) {
            while (inFlight.size() < IN_FLIGHT) {
                inFlight.add(io.read(oid, asked, opSize));
                asked += opSize;
            }
            byte[] part = join(inFlight.remove());
            write(out, part);
            written += part.length;
            step(part.length);
            if (part.length < opSize) {
                return written;
            }
        }
    }

    /** Advances the bar. */
    public void step(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Waits for a stage; throws its failure with the caller's stack trace. */
    public static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RadosException refused) {
                throw refused.rethrown();
            }
            throw e;
        }
    }

    static byte[] read(InputStream in, int opSize) {
        try {
            return in.readNBytes(opSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, byte[] part) {
        try {
            out.write(part);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

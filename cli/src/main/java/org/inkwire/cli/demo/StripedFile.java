// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.inkwire.cli.Failure;
import org.inkwire.cli.rados.Transfer;
import org.inkwire.objecter.rados.IoCtx;

/** A file striped over objects of 4 MiB, with a few in flight. Confined to one thread. */
final class StripedFile {
    private static final int STRIPE = Transfer.OP_SIZE;
    private static final int IN_FLIGHT = 8;

    private final IoCtx pool;
    private final String prefix;
    private final long length;

    /** @param length of the file in bytes */
    StripedFile(IoCtx pool, String prefix, long length) {
        this.pool = pool;
        this.prefix = prefix;
        this.length = length;
    }

    long length() {
        return length;
    }

    int objects() {
        return Math.toIntExact((length + STRIPE - 1) / STRIPE);
    }

    String name(int index) {
        return prefix + "." + index;
    }

    /**
     * Writes every object.
     *
     * @return the SHA-256 of the data written, in hex
     */
    String store(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        Queue<CompletionStage<?>> inFlight = new ArrayDeque<>();
        try (InputStream in = Files.newInputStream(file);
                Transfer progress = new Transfer("store", length)) {
            for (int index = 0; index < objects(); index++) {
                byte[] part = in.readNBytes(STRIPE);
                sha256.update(part);
                inFlight.add(pool.async().writeFull(name(index), ByteBuffer.wrap(part)));
                if (inFlight.size() >= IN_FLIGHT) {
                    Transfer.join(inFlight.remove());
                }
                progress.step(part.length);
            }
            inFlight.forEach(Transfer::join);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Reads every object and returns the SHA-256 of the whole, in hex. */
    String digest() {
        MessageDigest sha256 = sha256();
        Queue<CompletionStage<byte[]>> inFlight = new ArrayDeque<>();
        try (Transfer progress = new Transfer("read", length)) {
            int asked = 0;
            for (int index = 0; index < objects(); index++) {
                while (asked < objects() && inFlight.size() < IN_FLIGHT) {
                    inFlight.add(pool.async().read(name(asked++), 0, 0));
                }
                byte[] part = Transfer.join(inFlight.remove());
                sha256.update(part);
                progress.step(part.length);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Reads one object, overwrites it, reads it again, restores it. */
    void rewrite(int index) {
        byte[] before = pool.read(name(index));
        byte[] other = before.clone();
        Arrays.fill(other, (byte) 'x');
        pool.writeFull(name(index), other);
        if (!Arrays.equals(pool.read(name(index)), other)) {
            throw new Failure(name(index) + " does not contain what was just written");
        }
        pool.writeFull(name(index), before);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}

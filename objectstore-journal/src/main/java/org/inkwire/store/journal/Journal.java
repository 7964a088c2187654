// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.inkwire.store.StoreException;
import org.inkwire.store.Transaction;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Transactions in a file: 16 bytes of format name, 16 bytes of the store's fsid, then records: { u32 crc32c of
 * everything that follows; u32 body length in bytes; u64 number, from 1; body }. The body is { u32 length of changes in
 * bytes; changes as {@link Transaction#encode} writes them; the bytes of its writes }. Little-endian. Objects keep no
 * copy of their bytes; reads go to the records.
 *
 * <p>The first record whose checksum does not match ends the journal. Everything before a {@link #sync} is intact, so
 * only the tail torn by a crash can be lost, which was never acknowledged.
 *
 * <p>{@link #append} from one thread at a time; {@link #sync} and {@link #read} from any.
 */
final class Journal implements AutoCloseable {
    private static final byte[] FORMAT = "inkwire-journal1".getBytes(StandardCharsets.US_ASCII);
    private static final int SUPERBLOCK_BYTES = 32;
    private static final int HEADER_BYTES = 16;
    private static final int BODY_AT = HEADER_BYTES + Integer.BYTES;
    private static final int CRC_BYTES = Integer.BYTES;

    /**
     * Receives each record read: {@code transaction} is borrowed; the bytes of its writes start at {@code payloadAt}.
     */
    interface Replay {
        void accept(Transaction transaction, long payloadAt);
    }

    private final FileChannel file;
    private final ByteBufAllocator allocator;
    private long end = SUPERBLOCK_BYTES;
    private long number;

    private Journal(FileChannel file, ByteBufAllocator allocator) {
        this.file = file;
        this.allocator = allocator;
    }

    /** Creates an empty journal, atomically and durably. */
    static void create(Path path, UUID fsid) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer superblock = superblock(fsid);
            while (superblock.hasRemaining()) {
                out.write(superblock);
            }
            out.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(path.toAbsolutePath().getParent(), READ)) {
            names.force(true);
        }
    }

    private static ByteBuffer superblock(UUID fsid) {
        return ByteBuffer.allocate(SUPERBLOCK_BYTES)
                .put(FORMAT)
                .putLong(fsid.getMostSignificantBits())
                .putLong(fsid.getLeastSignificantBits())
                .flip();
    }

    /** @throws StoreException NOT_OURS unless {@code path} is the journal of the store {@code fsid} */
    static void requireOurs(Path path, UUID fsid) throws IOException {
        if (!Files.exists(path)) {
            throw new StoreException(StoreException.Reason.NOT_OURS, "no store at " + path + "; run mkfs");
        }
        try (InputStream in = Files.newInputStream(path)) {
            if (!superblock(fsid).equals(ByteBuffer.wrap(in.readNBytes(SUPERBLOCK_BYTES)))) {
                throw new StoreException(StoreException.Reason.NOT_OURS, path + " is not the journal of " + fsid);
            }
        }
    }

    /** Reads all records and truncates a torn tail; appends continue there. The journal must not be open elsewhere. */
    static Journal open(Path path, ByteBufAllocator allocator, Replay replay) throws IOException {
        FileChannel file = FileChannel.open(path, READ, WRITE);
        try {
            requireLock(path, file);
            Journal journal = new Journal(file, allocator);
            boolean more = true;
            while (more) {
                more = journal.readNext(replay);
            }
            file.truncate(journal.end);
            file.position(journal.end);
            return journal;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void requireLock(Path path, FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw new IOException(path + " is in use by another process");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(path + " is in use", e);
        }
    }

    private boolean readNext(Replay replay) throws IOException {
        long left = file.size() - end;
        if (left < BODY_AT) {
            return false;
        }
        ByteBuf header = read(end, HEADER_BYTES);
        int crc = header.readIntLE();
        long body = header.readUnsignedIntLE();
        long found = header.readLongLE();
        header.release();
        if (body < Integer.BYTES || body > left - HEADER_BYTES || found != number + 1) {
            return false;
        }
        ByteBuf record = read(end, Math.toIntExact(HEADER_BYTES + body));
        try {
            if (Crc32c.seedMinusOne(record, CRC_BYTES, record.readableBytes() - CRC_BYTES) != crc) {
                return false;
            }
            int changes = record.getIntLE(HEADER_BYTES);
            Transaction transaction = Transaction.decode(
                    new Decoder(record.slice(BODY_AT, changes)),
                    record.slice(BODY_AT + changes, record.readableBytes() - BODY_AT - changes));
            try {
                replay.accept(transaction, end + BODY_AT + changes);
            } finally {
                transaction.release();
            }
            end += record.readableBytes();
            number = found;
            return true;
        } finally {
            record.release();
        }
    }

    /**
     * Writes a record; a crash may lose it before {@link #sync}.
     *
     * @param transaction borrowed
     * @return file offset of the bytes of its writes
     */
    long append(Transaction transaction) throws IOException {
        ByteBuf head = allocator.buffer().writeZero(BODY_AT);
        transaction.encode(new Encoder(head));
        int changes = head.readableBytes() - BODY_AT;
        ByteBuf payload = transaction.payload(allocator);
        CompositeByteBuf record = allocator.compositeBuffer(2);
        try {
            int body = Math.toIntExact((long) Integer.BYTES + changes + payload.readableBytes());
            head.setIntLE(CRC_BYTES, body)
                    .setLongLE(2 * Integer.BYTES, number + 1)
                    .setIntLE(HEADER_BYTES, changes);
            record.addComponent(true, head).addComponent(true, payload);
            record.setIntLE(0, Crc32c.seedMinusOne(record, CRC_BYTES, record.readableBytes() - CRC_BYTES));
            int bytes = record.readableBytes();
            ByteBuffer[] parts = record.nioBuffers();
            for (long left = bytes; left > 0; ) {
                left -= file.write(parts);
            }
            long payloadAt = end + BODY_AT + changes;
            end += bytes;
            number++;
            return payloadAt;
        } finally {
            record.release();
        }
    }

    /** Makes all records appended so far durable. */
    void sync() throws IOException {
        file.force(false);
    }

    /** @return given */
    ByteBuf read(long at, int bytes) throws IOException {
        ByteBuf into = allocator.buffer(bytes, bytes);
        try {
            readInto(into, 0, at, bytes);
            return into.writerIndex(bytes);
        } catch (IOException | RuntimeException e) {
            into.release();
            throw e;
        }
    }

    /** @param into borrowed; its indices do not change */
    void readInto(ByteBuf into, int index, long at, int bytes) throws IOException {
        int done = 0;
        while (done < bytes) {
            int n = into.setBytes(index + done, file, at + done, bytes - done);
            if (n < 0) {
                throw new EOFException("journal ends at " + (at + done));
            }
            done += n;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

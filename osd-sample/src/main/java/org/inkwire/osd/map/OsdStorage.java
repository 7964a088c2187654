// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * The OSD's own records in the store's META collection: superblock, and maps by epoch, full ({@code osdmap.N}) and
 * incremental ({@code inc_osdmap.N}). Confined to the OSD's center.
 */
final class OsdStorage {
    private static final HObject SUPERBLOCK = object("osd_superblock");

    private final ObjectStore store;

    OsdStorage(ObjectStore store) {
        this.store = store;
    }

    /** Null in a new store. */
    @Nullable
    Superblock readSuperblock() {
        byte[] bytes = read(SUPERBLOCK);
        return bytes == null ? null : Superblock.decode(new Decoder(Unpooled.wrappedBuffer(bytes)));
    }

    /** A transaction that creates the collection if necessary. */
    Transaction begin() {
        Transaction t = new Transaction(CollectionId.META);
        if (!store.collectionExists(CollectionId.META)) {
            t.createCollection();
        }
        return t;
    }

    static void put(Transaction t, Superblock superblock) {
        ByteBuf bytes = Unpooled.buffer(128);
        superblock.encode(new Encoder(bytes));
        write(t, SUPERBLOCK, bytes);
    }

    static void putMap(Transaction t, int epoch, byte[] full, byte[] incremental) {
        write(t, fullName(epoch), Unpooled.wrappedBuffer(full));
        if (incremental.length > 0) {
            write(t, incrementalName(epoch), Unpooled.wrappedBuffer(incremental));
        }
    }

    private static void write(Transaction t, HObject object, ByteBuf bytes) {
        t.truncate(object, bytes.readableBytes());
        t.write(object, 0, bytes);
    }

    CompletionStage<@Nullable Void> apply(Transaction t) {
        return store.apply(t);
    }

    /** Null if it is not there. */
    byte @Nullable [] fullMap(int epoch) {
        return read(fullName(epoch));
    }

    /** Null if it is not there: the map came as a full one. */
    byte @Nullable [] incremental(int epoch) {
        return read(incrementalName(epoch));
    }

    private byte @Nullable [] read(HObject object) {
        long size = store.size(CollectionId.META, object);
        if (size < 0) {
            return null;
        }
        ByteBuf data = store.read(CollectionId.META, object, 0, size);
        try {
            return ByteBufUtil.getBytes(data);
        } finally {
            data.release();
        }
    }

    private static HObject fullName(int epoch) {
        return object("osdmap." + epoch);
    }

    private static HObject incrementalName(int epoch) {
        return object("inc_osdmap." + epoch);
    }

    private static HObject object(String name) {
        return new HObject("", name, SnapId.HEAD, 0, false, "", -1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectPart;
import org.inkwire.osd.message.ObjectPosition;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;

/**
 * Reads one chunk of a PG for a member that lacks it. Stateless: the requester says where to continue, and the PG takes
 * no writes while members sync. Confined to the PG.
 */
final class SyncSource {
    private final ObjectStore store;
    private final CollectionId collection;
    private final PeerMessage.FetchObjects request;
    private final int maxBytes;
    private final List<ObjectPart> parts = new ArrayList<>();
    private final CompositeByteBuf payload;
    private int bytes;

    private SyncSource(
            ObjectStore store, CollectionId collection, PeerMessage.FetchObjects request, PgOptions options) {
        this.store = store;
        this.collection = collection;
        this.request = request;
        this.maxBytes = options.chunkBytes();
        this.payload = Unpooled.compositeBuffer(Integer.MAX_VALUE);
    }

    /** The answer: its payload is the caller's. */
    static PeerMessage.Objects read(
            ObjectStore store, CollectionId collection, PeerMessage.FetchObjects request, PgOptions options) {
        SyncSource source = new SyncSource(store, collection, request, options);
        try {
            HObject next = source.fill(options.chunkObjects());
            return new PeerMessage.Objects(
                    request.pgid(), request.interval(), request.tid(), source.parts, next, source.payload);
        } catch (RuntimeException | Error e) {
            source.payload.release();
            throw e;
        }
    }

    private HObject fill(int maxObjects) {
        HObject next = HObject.MAX;
        List<HObject> objects = request.wanted();
        if (objects.isEmpty()) {
            ObjectListing listing = store.list(collection, request.from(), HObject.MAX, maxObjects);
            objects = listing.objects();
            next = listing.next();
        }
        ObjectPosition position = request.resume();
        for (HObject object : objects) {
            if (bytes >= maxBytes || parts.size() == maxObjects) {
                return request.wanted().isEmpty() ? object : HObject.MAX;
            }
            ObjectPart part = readPart(object, position);
            parts.add(part);
            if (!part.complete()) {
                return request.wanted().isEmpty() ? object : HObject.MAX;
            }
            position = ObjectPosition.START;
        }
        return next;
    }

    private ObjectPart readPart(HObject object, ObjectPosition from) {
        long size = store.size(collection, object);
        if (size < 0) {
            return ObjectPart.absent(object);
        }
        boolean start = from.isStart();
        SortedMap<ByteString, ByteString> attrs =
                start ? new TreeMap<>(store.getAttrs(collection, object)) : new TreeMap<>();
        attrs.forEach((name, value) -> bytes += name.length() + value.length());
        ByteString header = start ? store.omapHeader(collection, object) : ByteString.EMPTY;
        bytes += header.length();

        long dataEnd = Math.min(size, from.dataOffset() + Math.max(1, maxBytes - bytes));
        List<Extent> extents = new ArrayList<>();
        if (from.dataOffset() < size) {
            extents.addAll(store.extents(collection, object, from.dataOffset(), dataEnd - from.dataOffset()));
            for (Extent extent : extents) {
                ByteBuf data = store.read(collection, object, extent.offset(), extent.length());
                bytes += data.readableBytes();
                payload.addComponent(true, data);
            }
        }
        // The omap follows once all bytes are sent; at least one key per chunk, or a huge value would never be sent.
        SortedMap<ByteString, ByteString> omap = new TreeMap<>();
        boolean[] complete = {dataEnd == size};
        if (dataEnd == size) {
            ByteString after = from.omapAfter();
            store.omapScan(collection, object, after, after.isEmpty(), (key, value) -> {
                // Stopping right after an empty key would look as if the omap had not begun.
                if (bytes >= maxBytes && !omap.isEmpty() && !omap.lastKey().isEmpty()) {
                    complete[0] = false;
                    return false;
                }
                omap.put(key, value);
                bytes += key.length() + value.length();
                return true;
            });
        }
        ByteString omapAfter = omap.isEmpty() ? from.omapAfter() : omap.lastKey();
        return new ObjectPart(
                object,
                true,
                start,
                size,
                new ObjectPart.Head(attrs, header),
                omap,
                extents,
                new ObjectPosition(dataEnd, omapAfter),
                complete[0]);
    }
}

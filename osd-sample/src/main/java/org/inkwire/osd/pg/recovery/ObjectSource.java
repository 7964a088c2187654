// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectPart;
import org.inkwire.osd.message.ObjectPosition;
import org.inkwire.osd.message.ObjectVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;

/**
 * Reads what an OSD that lacks objects of a PG asks for: one chunk of objects, or one piece of the listing. Stateless: the
 * asker says where to continue. Objects may change between two chunks; each piece carries its version. Confined to the PG.
 */
public final class ObjectSource {
    private static final int SCAN_OBJECTS = 512;

    private final ObjectStore store;
    private final PgCopy copy;
    private final CollectionId collection;
    private final int maxBytes;
    private final List<ObjectPart> parts = new ArrayList<>();
    private final CompositeByteBuf payload;
    private int bytes;

    private ObjectSource(ObjectStore store, PgCopy copy, PgOptions options) {
        this.store = store;
        this.copy = copy;
        this.collection = copy.collection();
        this.maxBytes = options.chunkBytes();
        this.payload = Unpooled.compositeBuffer(Integer.MAX_VALUE);
    }

    /** The answer: its payload is the caller's. */
    public static PeerMessage.Objects read(
            ObjectStore store, PgCopy copy, PeerMessage.FetchObjects request, PgOptions options) {
        ObjectSource source = new ObjectSource(store, copy, options);
        try {
            source.fill(request, options.chunkObjects());
            return new PeerMessage.Objects(
                    request.pgid(), request.interval(), request.tid(), source.parts, source.payload);
        } catch (RuntimeException | Error e) {
            source.payload.release();
            throw e;
        }
    }

    private void fill(PeerMessage.FetchObjects request, int maxObjects) {
        ObjectPosition position = request.resume();
        for (HObject object : request.wanted()) {
            if (bytes >= maxBytes || parts.size() == maxObjects) {
                return;
            }
            ObjectPart part = readPart(object, position);
            parts.add(part);
            if (!part.complete()) {
                return;
            }
            position = ObjectPosition.START;
        }
    }

    /** Objects as they should be, so with those that are missing here. */
    public static PeerMessage.Scanned scan(ObjectStore store, PgCopy copy, PeerMessage.Scan request) {
        ObjectListing listing = store.list(copy.collection(), request.from(), HObject.MAX, SCAN_OBJECTS);
        NavigableMap<HObject, EVersion> found = new TreeMap<>();
        for (HObject object : listing.objects()) {
            EVersion version = copy.stored(object);
            if (version != null) {
                found.put(object, version);
            }
        }
        found.putAll(copy.missing().subMap(request.from(), true, listing.next(), false));
        List<ObjectVersion> objects = new ArrayList<>(found.size());
        found.forEach((object, version) -> objects.add(new ObjectVersion(object, version)));
        return new PeerMessage.Scanned(
                request.pgid(), request.interval(), request.tid(), copy.info().lastUpdate(), objects, listing.next());
    }

    private ObjectPart readPart(HObject object, ObjectPosition from) {
        EVersion version = copy.isMissing(object) ? null : copy.stored(object);
        if (version == null) {
            return ObjectPart.absent(object);
        }
        long size = store.size(collection, object);
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
                version,
                size,
                new ObjectPart.Head(attrs, header),
                omap,
                extents,
                new ObjectPosition(dataEnd, omapAfter),
                complete[0]);
    }
}

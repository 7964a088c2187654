// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.StoreOpHandler;
import org.inkwire.store.Transaction;
import org.inkwire.store.TransactionCheck;

/** The objects of a collection; applies changes to them. Confined to one thread at a time. */
final class JournalCollection implements StoreOpHandler, TransactionCheck.Before {
    private final Usage usage;
    private final Map<CollectionId, JournalCollection> all;
    private final NavigableMap<HObject, JournalObject> objects = new TreeMap<>();
    private boolean removed;
    private long payloadAt;

    /** @param all the store's collections: a split adds one, a merge removes one */
    JournalCollection(Usage usage, Map<CollectionId, JournalCollection> all) {
        this.usage = usage;
        this.all = all;
    }

    NavigableMap<HObject, JournalObject> objects() {
        return objects;
    }

    boolean isRemoved() {
        return removed;
    }

    /**
     * @param transaction borrowed; known to be legal
     * @param writesAt journal offset of the bytes of its writes
     */
    void apply(Transaction transaction, long writesAt) {
        payloadAt = writesAt;
        transaction.forEach(this);
    }

    @Override
    public boolean contains(HObject object) {
        return objects.containsKey(object);
    }

    @Override
    public Set<HObject> all() {
        return objects.keySet();
    }

    @Override
    public long cloneBytes(HObject object) {
        JournalObject found = objects.get(object);
        return found == null ? 0 : found.bytes();
    }

    private JournalObject getOrCreate(HObject object) {
        return objects.computeIfAbsent(object, absent -> new JournalObject(usage));
    }

    private void ifPresent(HObject object, Consumer<JournalObject> change) {
        JournalObject found = objects.get(object);
        if (found != null) {
            change.accept(found);
        }
    }

    @Override
    public void onCreateCollection() {
        removed = false;
    }

    @Override
    public void onRemoveCollection() {
        objects.values().forEach(JournalObject::forget);
        objects.clear();
        removed = true;
    }

    @Override
    public void onSplitCollection(CollectionId child, int bits, SortedMap<ByteString, ByteString> records) {
        JournalCollection made = new JournalCollection(usage, all);
        objects.entrySet().removeIf(e -> {
            boolean moves = Transaction.isSplitOff(e.getKey(), child, bits);
            if (moves) {
                made.objects.put(e.getKey(), e.getValue());
            }
            return moves;
        });
        made.onOmapSet(child.metaObject(), records);
        all.put(child, made);
    }

    @Override
    public void onMergeCollection(CollectionId source) {
        JournalCollection other = all.remove(source);
        if (other == null) {
            throw new AssertionError("merge of absent " + source + " was not refused");
        }
        other.onRemove(source.metaObject());
        objects.putAll(other.objects);
        other.objects.clear();
    }

    @Override
    public void onTouch(HObject object) {
        getOrCreate(object);
    }

    @Override
    public void onWrite(HObject object, long offset, ByteBuf data) {
        int length = data.readableBytes();
        getOrCreate(object).write(offset, length, payloadAt);
        payloadAt += length;
    }

    @Override
    public void onZero(HObject object, long offset, long length) {
        ifPresent(object, o -> o.zero(offset, length));
    }

    @Override
    public void onTruncate(HObject object, long size) {
        getOrCreate(object).truncate(size);
    }

    @Override
    public void onRemove(HObject object) {
        JournalObject removed = objects.remove(object);
        if (removed != null) {
            removed.forget();
        }
    }

    @Override
    public void onClone(HObject source, HObject target) {
        JournalObject from = objects.get(source);
        if (from == null) {
            throw new AssertionError("clone of absent " + source + " was not refused");
        }
        JournalObject old = objects.put(target, from.copy());
        if (old != null) {
            old.forget();
        }
    }

    @Override
    public void onSetAttrs(HObject object, SortedMap<ByteString, ByteString> attrs) {
        JournalObject found = getOrCreate(object);
        attrs.forEach((name, value) -> found.put(found.attrs, name, value));
    }

    @Override
    public void onSetAttr(HObject object, ByteString name, ByteString value) {
        JournalObject found = getOrCreate(object);
        found.put(found.attrs, name, value);
    }

    @Override
    public void onRmAttr(HObject object, ByteString name) {
        ifPresent(object, o -> o.remove(o.attrs, name));
    }

    @Override
    public void onOmapSet(HObject object, SortedMap<ByteString, ByteString> entries) {
        JournalObject found = getOrCreate(object);
        entries.forEach((key, value) -> found.put(found.omap, key, value));
    }

    @Override
    public void onOmapPut(HObject object, ByteString key, ByteString value) {
        JournalObject found = getOrCreate(object);
        found.put(found.omap, key, value);
    }

    @Override
    public void onOmapRm(HObject object, Collection<ByteString> keys) {
        ifPresent(object, o -> keys.forEach(key -> o.remove(o.omap, key)));
    }

    @Override
    public void onOmapRmRange(HObject object, ByteString first, ByteString end) {
        if (first.compareTo(end) < 0) {
            ifPresent(object, o -> o.clear(o.omap.subMap(first, end)));
        }
    }

    @Override
    public void onOmapClear(HObject object) {
        ifPresent(object, JournalObject::omapClear);
    }

    @Override
    public void onOmapSetHeader(HObject object, ByteString header) {
        getOrCreate(object).omapHeader(header);
    }
}

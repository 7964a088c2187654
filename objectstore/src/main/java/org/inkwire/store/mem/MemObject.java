// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.store.ByteString;

/** One object of a {@link MemStore}. Confined to its collection's thread. */
final class MemObject {
    /** Approximate cost of an empty object: maps, tree entry, name. */
    static final int OBJECT_BYTES = 512;

    /** Approximate overhead of a map entry, without its bytes. */
    static final int ENTRY_BYTES = 128;

    private final Memory memory;
    private ObjectData data;
    private NavigableMap<ByteString, ByteString> attrs = new TreeMap<>();
    private NavigableMap<ByteString, ByteString> omap = new TreeMap<>();
    private ByteString omapHeader = ByteString.EMPTY;
    private long accounted;

    MemObject(Memory memory) {
        this.memory = memory;
        this.data = new ObjectData(memory);
        memory.addOverheadBytes(OBJECT_BYTES);
    }

    private void account(long delta) {
        accounted += delta;
        memory.addOmapBytes(delta);
    }

    static long entryBytes(ByteString key, ByteString value) {
        return (long) ENTRY_BYTES + key.length() + value.length();
    }

    ObjectData data() {
        return data;
    }

    NavigableMap<ByteString, ByteString> attrs() {
        return attrs;
    }

    NavigableMap<ByteString, ByteString> omap() {
        return omap;
    }

    ByteString omapHeader() {
        return omapHeader;
    }

    void setAttrs(SortedMap<ByteString, ByteString> entries) {
        entries.forEach((name, value) -> put(attrs, name, value));
    }

    void setAttr(ByteString name, ByteString value) {
        put(attrs, name, value);
    }

    void rmAttr(ByteString name) {
        remove(attrs, name);
    }

    void omapSet(SortedMap<ByteString, ByteString> entries) {
        entries.forEach((key, value) -> put(omap, key, value));
    }

    void omapPut(ByteString key, ByteString value) {
        put(omap, key, value);
    }

    void omapRm(Collection<ByteString> keys) {
        keys.forEach(key -> remove(omap, key));
    }

    void omapRmRange(ByteString first, ByteString end) {
        if (first.compareTo(end) < 0) {
            SortedMap<ByteString, ByteString> range = omap.subMap(first, end);
            range.forEach((key, value) -> account(-entryBytes(key, value)));
            range.clear();
        }
    }

    void omapClear() {
        omap.forEach((key, value) -> account(-entryBytes(key, value)));
        omap.clear();
        omapSetHeader(ByteString.EMPTY);
    }

    void omapSetHeader(ByteString header) {
        account((long) header.length() - omapHeader.length());
        omapHeader = header;
    }

    private void put(Map<ByteString, ByteString> map, ByteString key, ByteString value) {
        ByteString old = map.put(key, value);
        account(old == null ? entryBytes(key, value) : (long) value.length() - old.length());
    }

    private void remove(Map<ByteString, ByteString> map, ByteString key) {
        ByteString old = map.remove(key);
        if (old != null) {
            account(-entryBytes(key, old));
        }
    }

    /** A copy that shares the data bytes and copies the rest. */
    MemObject copy() {
        MemObject copy = new MemObject(memory);
        copy.data = data.share();
        copy.attrs = new TreeMap<>(attrs);
        copy.omap = new TreeMap<>(omap);
        copy.omapHeader = omapHeader;
        copy.account(accounted);
        return copy;
    }

    /** Accounted bytes other than the data. */
    long accountedBytes() {
        return OBJECT_BYTES + accounted;
    }

    void release() {
        data.release();
        account(-accounted);
        memory.addOverheadBytes(-OBJECT_BYTES);
    }
}

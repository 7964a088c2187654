// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.store.ByteString;

/**
 * One object: attributes, omap, and the location of its bytes in the journal. The journal is never overwritten, so
 * clones share it and locations given to readers stay valid. Confined to its collection's thread.
 */
final class JournalObject {
    /** Approximate overhead of an object or an entry, without its bytes. */
    static final int ENTRY_BYTES = 128;

    private final Usage usage;
    private final NavigableMap<Long, Piece> pieces = new TreeMap<>();
    final NavigableMap<ByteString, ByteString> attrs = new TreeMap<>();
    final NavigableMap<ByteString, ByteString> omap = new TreeMap<>();
    private ByteString omapHeader = ByteString.EMPTY;
    private long size;

    /** Bytes that are contiguous in the journal. */
    private record Piece(long length, long at) {}

    /** Bytes of the object from {@code offset} on that are contiguous in the journal, at {@code at}. */
    record Located(long offset, long length, long at) {}

    JournalObject(Usage usage) {
        this.usage = usage;
        usage.omap.addAndGet(ENTRY_BYTES);
    }

    JournalObject copy() {
        JournalObject copy = new JournalObject(usage);
        pieces.forEach((offset, piece) -> copy.write(offset, piece.length, piece.at));
        copy.size = size;
        attrs.forEach((name, value) -> copy.put(copy.attrs, name, value));
        omap.forEach((key, value) -> copy.put(copy.omap, key, value));
        copy.omapHeader(omapHeader);
        return copy;
    }

    /** Clears the object and removes it from the usage counts. */
    void forget() {
        truncate(0);
        clear(attrs);
        omapClear();
        usage.omap.addAndGet(-ENTRY_BYTES);
    }

    long size() {
        return size;
    }

    /** Bytes that a copy adds. */
    long bytes() {
        long data = pieces.values().stream().mapToLong(Piece::length).sum();
        return data + ENTRY_BYTES + omapHeader.length() + entryBytes(attrs) + entryBytes(omap);
    }

    private static long entryBytes(Map<ByteString, ByteString> entries) {
        long sum = 0;
        for (Map.Entry<ByteString, ByteString> e : entries.entrySet()) {
            sum += entryBytes(e.getKey(), e.getValue());
        }
        return sum;
    }

    private static long entryBytes(ByteString key, ByteString value) {
        return (long) ENTRY_BYTES + key.length() + value.length();
    }

    void write(long offset, long length, long at) {
        if (length > 0) {
            punch(offset, offset + length);
            put(offset, new Piece(length, at));
            size = Math.max(size, offset + length);
        }
    }

    void zero(long offset, long length) {
        punch(offset, Math.min(size, offset + length));
    }

    void truncate(long newSize) {
        punch(newSize, size);
        size = newSize;
    }

    private void put(long offset, Piece piece) {
        pieces.put(offset, piece);
        usage.data.addAndGet(piece.length);
    }

    /** Makes a hole; the range may be empty. */
    private void punch(long from, long to) {
        if (from >= to) {
            return;
        }
        Map.Entry<Long, Piece> before = pieces.lowerEntry(from);
        if (before != null) {
            long start = before.getKey();
            Piece piece = before.getValue();
            long past = start + piece.length;
            if (past > from) {
                drop(start);
                put(start, new Piece(from - start, piece.at));
                if (past > to) {
                    put(to, new Piece(past - to, piece.at + (to - start)));
                }
            }
        }
        for (Long start = pieces.ceilingKey(from); start != null && start < to; start = pieces.ceilingKey(from)) {
            Piece piece = drop(start);
            long past = start + piece.length;
            if (past > to) {
                put(to, new Piece(past - to, piece.at + (to - start)));
            }
        }
    }

    private Piece drop(long start) {
        Piece piece = pieces.remove(start);
        if (piece == null) {
            throw new AssertionError("no piece at " + start);
        }
        usage.data.addAndGet(-piece.length);
        return piece;
    }

    /** The bytes of a range, in order, without holes. */
    List<Located> pieces(long offset, long length) {
        long end = length > size - offset ? size : offset + length;
        List<Located> found = new ArrayList<>();
        Long first = pieces.floorKey(offset);
        for (Map.Entry<Long, Piece> e :
                pieces.tailMap(first == null ? offset : first, true).entrySet()) {
            long from = Math.max(offset, e.getKey());
            long to = Math.min(end, e.getKey() + e.getValue().length);
            if (from < to) {
                found.add(new Located(from, to - from, e.getValue().at + (from - e.getKey())));
            } else if (from >= end) {
                break;
            }
        }
        return found;
    }

    List<Extent> extents(long offset, long length) {
        List<Extent> extents = new ArrayList<>();
        for (Located piece : pieces(offset, length)) {
            Extent last = extents.isEmpty() ? new Extent(0, 0) : extents.get(extents.size() - 1);
            if (!extents.isEmpty() && last.offset() + last.length() == piece.offset) {
                extents.set(extents.size() - 1, new Extent(last.offset(), last.length() + piece.length));
            } else {
                extents.add(new Extent(piece.offset, piece.length));
            }
        }
        return extents;
    }

    ByteString omapHeader() {
        return omapHeader;
    }

    void omapHeader(ByteString header) {
        usage.omap.addAndGet(header.length() - omapHeader.length());
        omapHeader = header;
    }

    void put(SortedMap<ByteString, ByteString> map, ByteString key, ByteString value) {
        remove(map, key);
        map.put(key, value);
        usage.omap.addAndGet(entryBytes(key, value));
    }

    void remove(SortedMap<ByteString, ByteString> map, ByteString key) {
        ByteString old = map.remove(key);
        if (old != null) {
            usage.omap.addAndGet(-entryBytes(key, old));
        }
    }

    /** @param map may be a range of {@link #omap} */
    void clear(SortedMap<ByteString, ByteString> map) {
        usage.omap.addAndGet(-entryBytes(map));
        map.clear();
    }

    void omapClear() {
        clear(omap);
        omapHeader(ByteString.EMPTY);
    }
}

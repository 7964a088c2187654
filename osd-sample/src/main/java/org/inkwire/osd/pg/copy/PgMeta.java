// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PastInterval;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.inkwire.store.ValueEncoder;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * A PG's own records, in the omap of its collection's meta object: {@code _info}, {@code _intervals}, one entry per
 * logged write under {@code epoch.version}, zero-padded so that they sort, and one per missing object under {@code
 * missing/} and the encoded object. A log's dups also have their number, as the logs of two PGs may share a version. Each
 * write changes them in its own transaction. Ceph: {@code pgmeta}.
 */
final class PgMeta {
    private static final ByteString INFO = ByteString.of("_info");
    private static final ByteString INTERVALS = ByteString.of("_intervals");
    private static final ByteString FIRST_MISSING_KEY = ByteString.of("missing/");
    private static final ByteString AFTER_MISSING_KEYS = ByteString.of("missing0");
    private static final ByteString FIRST_LOG_KEY = ByteString.of("0");
    private static final ByteString AFTER_LOG_KEYS = ByteString.of(":");

    /** Digits of the largest epoch, u32, and of the largest version, u64. */
    private static final int EPOCH_DIGITS = 10;

    private static final int VERSION_DIGITS = 20;
    private static final int DUP_DIGITS = 10;
    private static final int RADIX = 10;

    private final HObject meta;
    private final ValueEncoder values;

    /** @param values of the PG's thread */
    PgMeta(CollectionId collection, ValueEncoder values) {
        this.meta = collection.metaObject();
        this.values = values;
    }

    /**
     * A PG's records as found in the store.
     *
     * @param intervalStart the map to resume from
     */
    record Loaded(
            PgInfo info,
            int intervalStart,
            int samePrimarySince,
            List<PastInterval> past,
            List<PgLogEntry> entries,
            NavigableMap<HObject, EVersion> missing) {}

    /** Null if the collection has no records: the PG was being created when the process died. */
    static @Nullable Loaded load(ObjectStore store, CollectionId collection) {
        var records = store.omapGet(collection, collection.metaObject(), List.of(INFO, INTERVALS));
        ByteString info = records.get(INFO);
        ByteString intervals = records.get(INTERVALS);
        if (info == null || intervals == null) {
            return null;
        }
        List<PgLogEntry> entries = new ArrayList<>();
        store.omapScan(collection, collection.metaObject(), FIRST_LOG_KEY, true, (key, value) -> {
            if (key.compareTo(AFTER_LOG_KEYS) >= 0) {
                return false;
            }
            entries.add(PgLogEntry.decode(decoder(value)));
            return true;
        });
        NavigableMap<HObject, EVersion> missing = new TreeMap<>();
        store.omapScan(collection, collection.metaObject(), FIRST_MISSING_KEY, true, (key, value) -> {
            if (key.compareTo(AFTER_MISSING_KEYS) >= 0) {
                return false;
            }
            Decoder in = decoder(value);
            missing.put(HObject.decode(in), EVersion.decode(in));
            return true;
        });
        Decoder in = decoder(intervals);
        in.start(1);
        Loaded loaded = new Loaded(
                PgInfo.decode(decoder(info)), in.s32(), in.s32(), PastInterval.decodeList(in), entries, missing);
        in.finish();
        return loaded;
    }

    void putInfo(Transaction t, PgInfo info) {
        t.omapPut(meta, INFO, encoded(info));
    }

    private ByteString encoded(PgInfo info) {
        info.encode(values.begin());
        return values.end();
    }

    void putIntervals(Transaction t, Intervals intervals) {
        t.omapPut(meta, INTERVALS, encoded(intervals));
    }

    private ByteString encoded(Intervals intervals) {
        Encoder out = values.begin();
        out.start(1, 1);
        out.s32(intervals.start());
        out.s32(intervals.samePrimarySince());
        PastInterval.encodeList(intervals.past(), out);
        out.finish();
        return values.end();
    }

    /** All records of another copy, a new one. */
    SortedMap<ByteString, ByteString> all(
            PgInfo info, Intervals intervals, PgLog log, NavigableMap<HObject, EVersion> missing) {
        SortedMap<ByteString, ByteString> records = logRecords(log);
        records.putAll(missingRecords(missing));
        records.put(INFO, encoded(info));
        records.put(INTERVALS, encoded(intervals));
        return records;
    }

    private SortedMap<ByteString, ByteString> logRecords(PgLog log) {
        SortedMap<ByteString, ByteString> records = new TreeMap<>();
        int number = 0;
        for (PgLogEntry entry : log.all()) {
            boolean dup = entry.version().compareTo(log.tail()) <= 0;
            records.put(dup ? dupKey(entry.version(), number++) : logKey(entry.version()), entry.toRecord(values));
        }
        return records;
    }

    /** Removes the log's dups. */
    void removeDups(Transaction t, PgLog log) {
        t.omapRmRange(meta, FIRST_LOG_KEY, logKey(log.tail()));
    }

    /**
     * One write: its entry, the info after it, the entries it pushed out.
     *
     * @param record the entry, encoded
     */
    void putWrite(Transaction t, PgInfo info, EVersion version, ByteString record, List<EVersion> trimmed) {
        putInfo(t, info);
        t.omapPut(meta, logKey(version), record);
        if (trimmed.size() == 1) {
            t.omapRm(meta, List.of(logKey(trimmed.get(0))));
        } else if (!trimmed.isEmpty()) {
            t.omapRm(meta, trimmed.stream().map(PgMeta::logKey).toList());
        }
    }

    /** Entries that follow those recorded. */
    void putLog(Transaction t, Collection<PgLogEntry> entries) {
        TreeMap<ByteString, ByteString> records = new TreeMap<>();
        for (PgLogEntry entry : entries) {
            records.put(logKey(entry.version()), entry.toRecord(values));
        }
        t.omapSet(meta, records);
    }

    /** Replaces the log with another one. */
    void replaceLog(Transaction t, PgLog log) {
        clearLog(t);
        t.omapSet(meta, logRecords(log));
    }

    void clearLog(Transaction t) {
        t.omapRmRange(meta, FIRST_LOG_KEY, AFTER_LOG_KEYS);
    }

    void replaceMissing(Transaction t, NavigableMap<HObject, EVersion> missing) {
        t.omapRmRange(meta, FIRST_MISSING_KEY, AFTER_MISSING_KEYS);
        t.omapSet(meta, missingRecords(missing));
    }

    private SortedMap<ByteString, ByteString> missingRecords(NavigableMap<HObject, EVersion> missing) {
        SortedMap<ByteString, ByteString> records = new TreeMap<>();
        missing.forEach((object, version) -> records.put(missingKey(object), missingRecord(object, version)));
        return records;
    }

    private ByteString missingRecord(HObject object, EVersion version) {
        Encoder out = values.begin();
        object.encode(out);
        version.encode(out);
        return values.end();
    }

    void removeMissing(Transaction t, HObject object) {
        t.omapRm(meta, List.of(missingKey(object)));
    }

    private ByteString missingKey(HObject object) {
        Encoder out = values.begin();
        FIRST_MISSING_KEY.writeTo(out.buffer());
        object.encode(out);
        return values.end();
    }

    private static ByteString logKey(EVersion version) {
        byte[] key = new byte[EPOCH_DIGITS + 1 + VERSION_DIGITS];
        putDigits(key, 0, EPOCH_DIGITS, version.epoch());
        key[EPOCH_DIGITS] = '.';
        putDigits(key, EPOCH_DIGITS + 1, VERSION_DIGITS, version.version());
        return ByteString.wrap(key);
    }

    private static ByteString dupKey(EVersion version, int number) {
        byte[] suffix = new byte[1 + DUP_DIGITS];
        suffix[0] = '.';
        putDigits(suffix, 1, DUP_DIGITS, number);
        return logKey(version).concat(ByteString.wrap(suffix));
    }

    /** A number, unsigned, with zeros in front. */
    private static void putDigits(byte[] into, int at, int digits, long number) {
        long left = number;
        for (int i = at + digits - 1; i >= at; i--) {
            long rest = Long.divideUnsigned(left, RADIX);
            into[i] = (byte) ('0' + (left - rest * RADIX));
            left = rest;
        }
    }

    private static Decoder decoder(ByteString value) {
        return new Decoder(Unpooled.wrappedBuffer(value.toByteArray()));
    }
}

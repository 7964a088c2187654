// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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
    private static final String MISSING_PREFIX = "missing/";
    private static final ByteString FIRST_MISSING_KEY = ByteString.of(MISSING_PREFIX);
    private static final ByteString AFTER_MISSING_KEYS = ByteString.of("missing0");
    private static final ByteString FIRST_LOG_KEY = ByteString.of("0");
    private static final ByteString AFTER_LOG_KEYS = ByteString.of(":");

    /** Digits of the largest epoch, u32, and of the largest version, u64. */
    private static final int EPOCH_DIGITS = 10;

    private static final int VERSION_DIGITS = 20;
    private static final int DUP_DIGITS = 10;
    private static final int RADIX = 10;

    private PgMeta() {}

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

    static void putInfo(Transaction t, PgInfo info) {
        put(t, INFO, info::encode);
    }

    static void putIntervals(Transaction t, Intervals intervals) {
        put(t, INTERVALS, out -> encode(intervals, out));
    }

    private static void encode(Intervals intervals, Encoder out) {
        out.start(1, 1);
        out.s32(intervals.start());
        out.s32(intervals.samePrimarySince());
        PastInterval.encodeList(intervals.past(), out);
        out.finish();
    }

    /** All records of a copy that is new. */
    static SortedMap<ByteString, ByteString> all(
            PgInfo info, Intervals intervals, PgLog log, NavigableMap<HObject, EVersion> missing) {
        SortedMap<ByteString, ByteString> records = logRecords(log);
        records.putAll(missingRecords(missing));
        records.put(INFO, encode(info::encode));
        records.put(INTERVALS, encode(out -> encode(intervals, out)));
        return records;
    }

    private static SortedMap<ByteString, ByteString> logRecords(PgLog log) {
        SortedMap<ByteString, ByteString> records = new TreeMap<>();
        int number = 0;
        for (PgLogEntry entry : log.all()) {
            boolean dup = entry.version().compareTo(log.tail()) <= 0;
            records.put(dup ? dupKey(entry.version(), number++) : logKey(entry.version()), encode(entry::encode));
        }
        return records;
    }

    /** Removes the log's dups. */
    static void removeDups(Transaction t, PgLog log) {
        t.omapRmRange(t.collection().metaObject(), FIRST_LOG_KEY, logKey(log.tail()));
    }

    /**
     * One write: its entry, the info after it, the entries it pushed out.
     *
     * @param meta the collection's meta object
     * @param record the entry, encoded
     */
    static void putWrite(
            Transaction t,
            HObject meta,
            PgInfo info,
            EVersion version,
            ByteString record,
            List<EVersion> trimmed,
            ValueEncoder values) {
        info.encode(values.begin());
        t.omapPut(meta, INFO, values.end());
        t.omapPut(meta, logKey(version), record);
        if (trimmed.size() == 1) {
            t.omapRm(meta, List.of(logKey(trimmed.get(0))));
        } else if (!trimmed.isEmpty()) {
            t.omapRm(meta, trimmed.stream().map(PgMeta::logKey).toList());
        }
    }

    /** Entries that follow those recorded. */
    static void putLog(Transaction t, Collection<PgLogEntry> entries) {
        TreeMap<ByteString, ByteString> records = new TreeMap<>();
        for (PgLogEntry entry : entries) {
            records.put(logKey(entry.version()), encode(entry::encode));
        }
        t.omapSet(t.collection().metaObject(), records);
    }

    /** Replaces the log with another one. */
    static void replaceLog(Transaction t, PgLog log) {
        clearLog(t);
        t.omapSet(t.collection().metaObject(), logRecords(log));
    }

    static void clearLog(Transaction t) {
        t.omapRmRange(t.collection().metaObject(), FIRST_LOG_KEY, AFTER_LOG_KEYS);
    }

    static void replaceMissing(Transaction t, NavigableMap<HObject, EVersion> missing) {
        t.omapRmRange(t.collection().metaObject(), FIRST_MISSING_KEY, AFTER_MISSING_KEYS);
        t.omapSet(t.collection().metaObject(), missingRecords(missing));
    }

    private static SortedMap<ByteString, ByteString> missingRecords(NavigableMap<HObject, EVersion> missing) {
        SortedMap<ByteString, ByteString> records = new TreeMap<>();
        missing.forEach((object, version) -> records.put(missingKey(object), encode(out -> {
            object.encode(out);
            version.encode(out);
        })));
        return records;
    }

    static void removeMissing(Transaction t, HObject object) {
        t.omapRm(t.collection().metaObject(), List.of(missingKey(object)));
    }

    private static ByteString missingKey(HObject object) {
        ByteBuf key = Unpooled.buffer(128);
        key.writeCharSequence(MISSING_PREFIX, StandardCharsets.US_ASCII);
        object.encode(new Encoder(key));
        return ByteString.copyOf(key);
    }

    private static void put(Transaction t, ByteString key, Consumer<Encoder> value) {
        t.omapPut(t.collection().metaObject(), key, encode(value));
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

    private static ByteString encode(Consumer<Encoder> value) {
        ByteBuf buffer = Unpooled.buffer(128);
        value.accept(new Encoder(buffer));
        return ByteString.copyOf(buffer);
    }

    private static Decoder decoder(ByteString value) {
        return new Decoder(Unpooled.wrappedBuffer(value.toByteArray()));
    }
}

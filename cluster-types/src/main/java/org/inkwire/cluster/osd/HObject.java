// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.RawString;

/**
 * {@code hobject_t}: an object's full name inside the cluster, ordered by bit-reversed hash so that splitting a
 * placement group splits a range. Wire: struct v4 c3 of string key, string oid, u64 snap, u32 hash, bool max, string
 * nspace, s64 pool (protocol: encoding section 3). Immutable.
 *
 * @param key locator key; empty unless it differs from {@code oid}
 * @param snap a {@link SnapId}
 * @param hash placement hash, 32 bits
 * @param max true only for {@link #MAX}, the end of everything
 */
public record HObject(String key, String oid, long snap, int hash, boolean max, String nspace, long pool)
        implements Comparable<HObject> {
    private static final int VERSION = 4;
    private static final int COMPAT = 3;

    /** Below every object of every pool. */
    public static final HObject MIN = new HObject("", "", 0, 0, false, "", Long.MIN_VALUE);

    /** Above every object of every pool. */
    public static final HObject MAX = new HObject("", "", 0, 0, true, "", Long.MIN_VALUE);

    public HObject {
        if (key.equals(oid)) {
            key = "";
        }
    }

    /**
     * The current state of an object.
     *
     * @param locator gives pool, namespace and key
     */
    public static HObject head(ObjectLocator locator, String oid, int hash) {
        return new HObject(locator.key(), oid, SnapId.HEAD, hash, false, locator.nspace(), locator.pool());
    }

    /** The first position at {@code hash} in a pool: where the listing of a PG starts or continues. */
    public static HObject atHash(long pool, int hash) {
        return new HObject("", "", SnapId.HEAD, hash, false, "", pool);
    }

    public boolean isMin() {
        return equals(MIN);
    }

    /** The string that placement hashes: the key, or the name if there is none. */
    public String effectiveKey() {
        return key.isEmpty() ? oid : key;
    }

    /** The hash in sort order: bit-reversed, unsigned; above every hash for {@link #MAX}. */
    public long bitwiseKey() {
        return max ? 1L << Integer.SIZE : Integer.toUnsignedLong(Integer.reverse(hash));
    }

    public void encode(Encoder out) {
        out.start(VERSION, COMPAT);
        out.string(key);
        out.string(oid);
        out.u64(snap);
        out.u32(hash);
        out.bool(max);
        out.string(nspace);
        out.s64(pool);
        out.finish();
    }

    public static HObject decode(Decoder in) {
        int version = in.start(VERSION);
        String key = in.string();
        String oid = in.string();
        long snap = in.u64();
        int hash = (int) in.u32();
        boolean max = version >= 2 && in.bool();
        String nspace = version >= 4 ? in.string() : "";
        long pool = version >= 4 ? in.s64() : -1;
        in.finish();
        // Old encoders wrote MIN with pool −1.
        if (pool == -1 && snap == 0 && hash == 0 && !max && oid.isEmpty()) {
            return MIN;
        }
        if (max) {
            // Old encoders gave MAX other fields, too.
            return MAX;
        }
        HObject object = new HObject(key, oid, snap, hash, false, nspace, pool);
        return object.isMin() ? MIN : object;
    }

    /** Ceph's order of objects; listing, scrubbing and splitting depend on it. */
    @Override
    public int compareTo(HObject other) {
        if (max != other.max) {
            return max ? 1 : -1;
        }
        int c = Long.compare(pool, other.pool);
        if (c == 0) {
            c = Long.compare(bitwiseKey(), other.bitwiseKey());
        }
        if (c == 0) {
            c = RawString.compare(nspace, other.nspace);
        }
        if (c == 0 && !(key.isEmpty() && other.key.isEmpty())) {
            c = RawString.compare(effectiveKey(), other.effectiveKey());
        }
        if (c == 0) {
            c = RawString.compare(oid, other.oid);
        }
        return c != 0 ? c : Long.compareUnsigned(snap, other.snap);
    }

    /** As Ceph prints it: {@code 1:5f0c1c2d:ns:key:name:head}. */
    @Override
    public String toString() {
        if (max) {
            return "MAX";
        }
        if (isMin()) {
            return "MIN";
        }
        StringBuilder s = new StringBuilder();
        s.append(pool).append(':');
        s.append(String.format("%08x", Integer.reverse(hash))).append(':');
        appendEscaped(s, nspace);
        s.append(':');
        appendEscaped(s, key);
        s.append(':');
        appendEscaped(s, oid);
        return s.append(':').append(SnapId.text(snap)).toString();
    }

    private static void appendEscaped(StringBuilder s, String text) {
        for (byte b : RawString.bytes(text)) {
            int c = b & 0xff;
            if (c == '%' || c == ':' || c == '/' || c < 32 || c >= 127) {
                s.append(String.format("%%%02x", c));
            } else {
                s.append((char) c);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * {@code object_locator_t}: where an object's placement comes from. Wire: struct v6 of s64 pool, s32 −1, string key,
 * string nspace, s64 hash; compat 3, or 6 when a hash is set, as older readers would ignore it (protocol: encoding
 * section 3). Immutable.
 *
 * @param key hashed instead of the object's name; empty: the name is hashed
 * @param hash −1, or a placement position: 0 .. 2^32−1 (listing a PG)
 */
public record ObjectLocator(long pool, String key, String nspace, long hash) {
    private static final int VERSION = 6;
    private static final int COMPAT = 3;
    private static final int COMPAT_WITH_HASH = 6;
    private static final int NO_PREFERRED = -1;

    /** An object placed by its own name. */
    public static ObjectLocator of(long pool, String nspace) {
        return new ObjectLocator(pool, "", nspace, -1);
    }

    /** The position {@code hash} of the pool, regardless of any object there. */
    public static ObjectLocator atHash(long pool, String nspace, long hash) {
        return new ObjectLocator(pool, "", nspace, hash);
    }

    public boolean hasHash() {
        return hash >= 0;
    }

    public void encode(Encoder out) {
        out.start(VERSION, hash == -1 ? COMPAT : COMPAT_WITH_HASH);
        out.s64(pool);
        out.s32(NO_PREFERRED);
        out.string(key);
        out.string(nspace);
        out.s64(hash);
        out.finish();
    }

    public static ObjectLocator decode(Decoder in) {
        int version = in.start(VERSION);
        // Version 1 had a 32-bit pool and 16-bit fields; no peer has sent it since 2010.
        if (version < 2) {
            throw new MalformedInputException("object locator version " + version);
        }
        long pool = in.s64();
        in.s32();
        String key = in.string();
        String nspace = version >= 5 ? in.string() : "";
        long hash = version >= 6 ? in.s64() : -1;
        in.finish();
        return new ObjectLocator(pool, key, nspace, hash);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model object: its whole value, and what is known of its version. The version is exact ({@code lowVersion ==
 * highVersion}) after a change whose version was answered, and a range after one of unknown outcome. An absent object
 * has the version of its last change. Immutable; do not modify {@code content}.
 */
record ObjectState(
        boolean exists,
        byte[] content,
        SortedMap<String, Long> xattrs,
        SortedMap<String, Long> omap,
        long lowVersion,
        long highVersion) {
    private static final byte[] NOTHING = new byte[0];

    /** An object that never existed. */
    static final ObjectState UNBORN =
            new ObjectState(false, NOTHING, Collections.emptySortedMap(), Collections.emptySortedMap(), 0, 0);

    boolean hasExactVersion() {
        return lowVersion == highVersion;
    }

    ObjectState existing() {
        return exists ? this : new ObjectState(true, NOTHING, xattrs, omap, lowVersion, highVersion);
    }

    ObjectState absent() {
        return new ObjectState(
                false, NOTHING, Collections.emptySortedMap(), Collections.emptySortedMap(), lowVersion, highVersion);
    }

    ObjectState withContent(byte[] bytes) {
        return new ObjectState(true, bytes, xattrs, omap, lowVersion, highVersion);
    }

    ObjectState withXattr(String name, long tag) {
        return new ObjectState(true, content, with(xattrs, name, tag), omap, lowVersion, highVersion);
    }

    ObjectState withoutXattr(String name) {
        return new ObjectState(true, content, without(xattrs, name), omap, lowVersion, highVersion);
    }

    ObjectState withOmap(String key, long tag) {
        return new ObjectState(true, content, xattrs, with(omap, key, tag), lowVersion, highVersion);
    }

    ObjectState withoutOmap(String key) {
        return new ObjectState(true, content, xattrs, without(omap, key), lowVersion, highVersion);
    }

    ObjectState withVersion(long low, long high) {
        return new ObjectState(exists, content, xattrs, omap, low, high);
    }

    private static SortedMap<String, Long> with(SortedMap<String, Long> map, String key, long tag) {
        TreeMap<String, Long> copy = new TreeMap<>(map);
        copy.put(key, tag);
        return copy;
    }

    private static SortedMap<String, Long> without(SortedMap<String, Long> map, String key) {
        TreeMap<String, Long> copy = new TreeMap<>(map);
        copy.remove(key);
        return copy;
    }

    /** Equal values have equal digests; different values have different digests, barring collisions. */
    long digest() {
        long h = exists ? Bytes.digest(content, 0, content.length) : 1;
        h = Bytes.mix(h ^ digestOf(xattrs));
        h = Bytes.mix(h + digestOf(omap));
        h = Bytes.mix(h ^ lowVersion);
        return Bytes.mix(h + highVersion);
    }

    static long digestOf(SortedMap<String, Long> tags) {
        long h = tags.size();
        for (Map.Entry<String, Long> e : tags.entrySet()) {
            h = Bytes.mix(h ^ e.getKey().hashCode());
            h = Bytes.mix(h + e.getValue());
        }
        return h;
    }

    @Override
    public String toString() {
        if (!exists) {
            return "absent, version " + versions();
        }
        return content.length + " bytes (digest " + Long.toHexString(Bytes.digest(content, 0, content.length))
                + "), xattrs " + xattrs + ", omap " + omap + ", version " + versions();
    }

    private String versions() {
        if (hasExactVersion()) {
            return Long.toString(lowVersion);
        }
        return lowVersion + ".." + (highVersion == Long.MAX_VALUE ? "" : highVersion);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ObjectState s
                && s.exists == exists
                && s.lowVersion == lowVersion
                && s.highVersion == highVersion
                && Arrays.equals(s.content, content)
                && s.xattrs.equals(xattrs)
                && s.omap.equals(omap);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(digest());
    }
}

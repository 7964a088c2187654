// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Orders in which Ceph writes map keys, where Java's natural order differs. Stateless, any thread. */
public final class WireOrder {
    /** By UTF-8 bytes, which is by code point; Java compares UTF-16 units, which puts surrogates too low. */
    public static final Comparator<String> STRINGS = WireOrder::compareCodePoints;

    private WireOrder() {}

    /** A copy in that order, which the caller may change. */
    public static <V> NavigableMap<String, V> copy(Map<String, V> map) {
        NavigableMap<String, V> sorted = new TreeMap<>(STRINGS);
        sorted.putAll(map);
        return sorted;
    }

    private static int compareCodePoints(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                if (Character.isSurrogate(x) != Character.isSurrogate(y)) {
                    return Character.isSurrogate(x) ? 1 : -1;
                }
                return x - y;
            }
        }
        return a.length() - b.length();
    }
}

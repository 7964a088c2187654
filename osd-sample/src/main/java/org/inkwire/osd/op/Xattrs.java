// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.store.ByteString;

/**
 * Clients' xattrs among an object's attributes: under {@code _name}, so that they never collide with the OSD's own.
 */
final class Xattrs {
    private static final ByteString PREFIX = ByteString.of("_");

    private Xattrs() {}

    static ByteString stored(ByteString name) {
        return PREFIX.concat(name);
    }

    /** The clients' xattrs in {@code attrs}, under the clients' names. */
    static SortedMap<ByteString, ByteString> ofClients(SortedMap<ByteString, ByteString> attrs) {
        SortedMap<ByteString, ByteString> xattrs = new TreeMap<>();
        attrs.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                xattrs.put(name.substring(PREFIX.length()), value);
            }
        });
        return xattrs;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as Ceph prints them. Stateless. */
final class Stamps {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Stamps() {}

    /** {@code 2026-11-28T22:06:00.708384+0000}. */
    static String text(Instant at) {
        return FORMAT.format(at);
    }
}

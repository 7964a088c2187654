// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

/** A client. */
public enum Kind {
    INKWIRE("inkwire", "Inkwire"),
    LIBRADOS("librados", "librados (C)"),
    RADOS_BENCH("rados-bench", "rados bench (Debian)"),
    INKWIRE_BENCH("inkwire-bench", "inkwire rados bench");

    private final String key;
    private final String title;

    Kind(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** In files. */
    public String key() {
        return key;
    }

    /** In tables. */
    public String title() {
        return title;
    }

    public boolean isOurs() {
        return this == INKWIRE || this == INKWIRE_BENCH;
    }
}

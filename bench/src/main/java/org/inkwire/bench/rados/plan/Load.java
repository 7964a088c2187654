// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.plan;

import java.util.Arrays;
import java.util.Locale;

/** What operations do, each on a whole object. */
public enum Load {
    /** New objects. */
    WRITE("write"),
    /** Objects that were written before, in random order. */
    READ("rand");

    private final String verb;

    Load(String verb) {
        this.verb = verb;
    }

    /** What {@code rados bench} calls it. */
    public String verb() {
        return verb;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such load */
    public static Load named(String name) {
        return Arrays.stream(values())
                .filter(load -> load.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no load " + name + "; there are write, read"));
    }
}

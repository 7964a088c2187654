// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One option of the table in {@link Options}. Immutable.
 *
 * @param name Ceph's key, lower case with underscores
 * @param defaultText the default as written in a file; metavariables are expanded
 * @param min smallest legal value, or null
 * @param max largest legal value, or null
 * @param runtime whether a running daemon applies a change
 */
public record Option<T>(
        String name,
        OptionType<T> type,
        String defaultText,
        @Nullable Comparable<T> min,
        @Nullable Comparable<T> max,
        boolean runtime,
        String description) {

    /** What setting it changes here. */
    public Effect effect() {
        return OptionEffects.of(name);
    }

    /**
     * @param text with metavariables expanded
     * @throws IllegalArgumentException if it is not a valid value or out of range; the message does not name the option
     */
    public T parse(String text) {
        T value = type.parse(text);
        if (min != null && min.compareTo(value) > 0) {
            throw new IllegalArgumentException("'" + text.trim() + "' is below the minimum of " + bound(min));
        }
        if (max != null && max.compareTo(value) < 0) {
            throw new IllegalArgumentException("'" + text.trim() + "' is above the maximum of " + bound(max));
        }
        return value;
    }

    /**
     * A value's text as Ceph's monitor keeps and shows it: {@code 4G} is 4294967296, {@code 1} is true, {@code 0.1} is
     * 0.100000.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public String normalize(String text) {
        parse(text);
        return type.normalize(text);
    }

    private static String bound(Comparable<?> value) {
        return value instanceof Duration d ? String.valueOf(d.toSeconds()) : String.valueOf(value);
    }

    @Override
    public String toString() {
        return name;
    }
}

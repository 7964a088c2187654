// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.mon.format.Format;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.map.RefusedException;

/**
 * Answer to a command. Immutable; the array is not copied.
 *
 * @param result 0 or a negative errno
 * @param status line for stderr
 * @param data output
 * @param afterCommit true: send only once the pending change is part of the map
 */
public record Reply(int result, String status, byte[] data, boolean afterCommit) {
    private static final byte[] NOTHING = {};

    /** Success without a change. */
    public static Reply ok(String status) {
        return new Reply(0, status, NOTHING, false);
    }

    public static Reply data(String text) {
        return new Reply(0, "", text.getBytes(StandardCharsets.UTF_8), false);
    }

    public static Reply data(byte[] bytes, String status) {
        return new Reply(0, status, bytes, false);
    }

    public static Reply error(Errno errno, String status) {
        return new Reply(-errno.code(), status, NOTHING, false);
    }

    /** Refused. */
    public static Reply error(RefusedException e) {
        return error(e.errno(), String.valueOf(e.getMessage()));
    }

    /** The output as text. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** The same output with a line for stderr. */
    public Reply withStatus(String line) {
        return new Reply(result, line, data, afterCommit);
    }

    /** The same output of a command that failed. */
    public Reply failed(Errno errno, String line) {
        return new Reply(-errno.code(), line, data, afterCommit);
    }

    /** The same, sent once the pending change is committed. */
    public Reply onceCommitted() {
        return new Reply(result, status, data, true);
    }

    /** Success, sent once the pending change is committed. */
    public static Reply committed(String status) {
        return new Reply(0, status, NOTHING, true);
    }

    public static Reply committed(String status, String text) {
        return new Reply(0, status, text.getBytes(StandardCharsets.UTF_8), true);
    }

    /** JSON on one line, or indented if {@code format} says so. */
    public static Reply json(Format format, JsonNode node) {
        return data(format == Format.JSON ? Json.compact(node) : Json.pretty(node) + "\n");
    }
}

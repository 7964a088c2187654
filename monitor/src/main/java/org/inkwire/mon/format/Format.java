// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.format;

/** Output format that a command's {@code format} selects. */
public enum Format {
    PLAIN,
    JSON,
    JSON_PRETTY;

    public static Format of(String text) {
        return switch (text) {
            case "json" -> JSON;
            case "json-pretty" -> JSON_PRETTY;
            default -> PLAIN;
        };
    }

    /**
     * Whether this is a form of Ceph's that we do not have. XML names each element of an array, and the trees that are
     * printed here have no such names; what else is unknown is plain, as in Ceph.
     */
    public static boolean isRefused(String text) {
        return text.equals("xml") || text.equals("xml-pretty");
    }

    public boolean isJson() {
        return this != PLAIN;
    }
}

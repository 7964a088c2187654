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

    public boolean isJson() {
        return this != PLAIN;
    }
}

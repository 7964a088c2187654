// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

/** What {@code format} of a command asks for. */
enum Format {
    PLAIN,
    JSON,
    JSON_PRETTY;

    static Format of(String text) {
        return switch (text) {
            case "json" -> JSON;
            case "json-pretty" -> JSON_PRETTY;
            default -> PLAIN;
        };
    }

    boolean isJson() {
        return this != PLAIN;
    }
}

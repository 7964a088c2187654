// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

/** The half of a recorded connection. */
public enum Direction {
    CLIENT_TO_SERVER("c2s"),
    SERVER_TO_CLIENT("s2c");

    private final String suffix;

    Direction(String suffix) {
        this.suffix = suffix;
    }

    /** As in the names of the recorded files. */
    String suffix() {
        return suffix;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.auth;

import java.util.List;

/** Authentication methods and connection modes by wire number (protocol: auth section 1). */
public final class AuthMethod {
    public static final int NONE = 1;
    public static final int CEPHX = 2;

    public static final int CON_MODE_CRC = 1;
    public static final int CON_MODE_SECURE = 2;

    /** First byte of a payload meant for a monitor. */
    public static final int MODE_MON = 10;
    /** First byte of a payload that presents a ticket to an OSD, MDS or manager. */
    public static final int MODE_AUTHORIZER = 1;

    private AuthMethod() {}

    /** For error texts: {@code [cephx (2)]}. */
    public static List<String> names(List<Integer> methods) {
        return methods.stream().map(m -> name(m, "none", "cephx")).toList();
    }

    /** For error texts: {@code [crc (1), secure (2)]}. */
    public static List<String> modeNames(List<Integer> modes) {
        return modes.stream().map(m -> name(m, "crc", "secure")).toList();
    }

    private static String name(int number, String first, String second) {
        String name = number == 1 ? first : number == 2 ? second : "unknown";
        return name + " (" + number + ")";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.format;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The version with which the monitor claims compatibility, in the forms tools parse. */
public final class CephVersion {
    public static final String SHORT = "16.2.15";
    public static final String RELEASE = "pacific";
    public static final String TEXT =
            "ceph version " + SHORT + " (0000000000000000000000000000000000000000) " + RELEASE + " (stable) inkwire";

    private CephVersion() {}

    /** What a daemon that is asked by {@code ceph tell} for its version answers. */
    public static ObjectNode json() {
        return Json.object().put("version", SHORT).put("release", RELEASE).put("release_type", "stable");
    }
}

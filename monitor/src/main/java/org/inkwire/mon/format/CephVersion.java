// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.format;

/** The version with which the monitor claims compatibility, in the forms tools parse. */
public final class CephVersion {
    public static final String SHORT = "16.2.15";
    public static final String RELEASE = "pacific";
    public static final String TEXT =
            "ceph version " + SHORT + " (0000000000000000000000000000000000000000) " + RELEASE + " (stable) inkwire";

    private CephVersion() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

/** What the monitor claims to be compatible with, in the forms tools parse. */
final class CephVersion {
    static final String SHORT = "16.2.15";
    static final String RELEASE = "pacific";
    static final String TEXT =
            "ceph version " + SHORT + " (0000000000000000000000000000000000000000) " + RELEASE + " (stable) inkwire";

    private CephVersion() {}
}

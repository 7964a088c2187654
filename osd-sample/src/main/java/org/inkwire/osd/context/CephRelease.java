// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.context;

/** The Ceph release whose wire formats an OSD uses, as tools show it. */
public final class CephRelease {
    public static final String NAME = "pacific";
    public static final String VERSION = "16.2.15";

    private CephRelease() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

/** Bits of an OSD's state in the OSDMap. Ceph: {@code CEPH_OSD_*}. */
public final class OsdState {
    public static final int EXISTS = 1;
    public static final int UP = 1 << 1;
    /** Marked out by the monitor after it was down for too long. */
    public static final int AUTOOUT = 1 << 2;
    /** Has never been in. */
    public static final int NEW = 1 << 3;

    public static final int FULL = 1 << 4;
    public static final int NEARFULL = 1 << 5;
    public static final int BACKFILLFULL = 1 << 6;
    /** Its id and key are kept for a replacement; its data is gone. */
    public static final int DESTROYED = 1 << 7;

    public static final int NOUP = 1 << 8;
    public static final int NODOWN = 1 << 9;
    public static final int NOIN = 1 << 10;
    public static final int NOOUT = 1 << 11;
    public static final int STOP = 1 << 12;

    private OsdState() {}
}

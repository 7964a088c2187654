// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

/**
 * Bits of a request's or reply's {@code flags} (protocol: osd section 5). Ceph: {@code CEPH_OSD_FLAG_*} in
 * {@code src/include/rados.h}. Unknown bits must be ignored.
 */
public final class OsdFlag {
    public static final int ACK = 0x1;
    public static final int ONNVRAM = 0x2;
    public static final int ONDISK = 0x4;
    /** Sent before: {@code retry_attempt} is above 0. */
    public static final int RETRY = 0x8;

    public static final int READ = 0x10;
    public static final int WRITE = 0x20;
    /** Fail with ERESTART if the snap context is older than the object's. */
    public static final int ORDERSNAP = 0x40;

    public static final int PEERSTAT_OLD = 0x80;
    public static final int BALANCE_READS = 0x100;
    public static final int PARALLELEXEC = 0x200;
    /** The op is on a placement group, not on an object. */
    public static final int PGOP = 0x400;

    public static final int EXEC = 0x800;
    public static final int EXEC_PUBLIC = 0x1000;
    public static final int LOCALIZE_READS = 0x2000;
    /** Order this read with writes. */
    public static final int RWORDERED = 0x4000;

    public static final int IGNORE_CACHE = 0x8000;
    public static final int SKIPRWLOCKS = 0x10000;
    public static final int IGNORE_OVERLAY = 0x20000;
    public static final int FLUSH = 0x40000;
    public static final int MAP_SNAP_CLONE = 0x80000;
    public static final int ENFORCE_SNAPC = 0x100000;
    public static final int REDIRECTED = 0x200000;
    /** The REDIRECTED bit is authoritative; librados sets this on every request. */
    public static final int KNOWN_REDIR = 0x400000;
    /** Try even if the pool is full; fail instead of waiting. */
    public static final int FULL_TRY = 0x800000;

    public static final int FULL_FORCE = 0x1000000;
    public static final int IGNORE_REDIRECT = 0x2000000;
    /** Return a write's per-op outputs. */
    public static final int RETURNVEC = 0x4000000;

    private OsdFlag() {}
}

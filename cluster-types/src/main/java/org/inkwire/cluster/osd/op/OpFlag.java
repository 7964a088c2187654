// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

/** Bits of one op's {@code flags} (protocol: osd section 3). Ceph: {@code CEPH_OSD_OP_FLAG_*}. */
public final class OpFlag {
    /** CREATE fails if the object exists. */
    public static final int EXCL = 0x1;
    /** This op's failure does not fail the request. */
    public static final int FAILOK = 0x2;

    public static final int FADVISE_RANDOM = 0x4;
    public static final int FADVISE_SEQUENTIAL = 0x8;
    public static final int FADVISE_WILLNEED = 0x10;
    public static final int FADVISE_DONTNEED = 0x20;
    public static final int FADVISE_NOCACHE = 0x40;
    public static final int WITH_REFERENCE = 0x80;
    public static final int BYPASS_CLEAN_CACHE = 0x100;

    private OpFlag() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.feature;

/**
 * Feature bits of a session (protocol: encoding section 5). A retired bit that was reused counts only together with its
 * incarnation bits, which are part of {@link #mask()}. Immutable. Ceph: {@code src/include/ceph_features.h}, v16.2.15.
 */
public enum Feature {
    UID(0, 1),
    NOSRCADDR(1, 1),
    SERVER_NAUTILUS(2, 3),
    SUBSCRIBE2(4, 1),
    MONNAMES(5, 1),
    RECONNECT_SEQ(6, 1),
    OBJECTLOCATOR(8, 1),
    PGID64(9, 1),
    INCSUBOSDMAP(10, 1),
    PGPOOL3(11, 1),
    OSDREPLYMUX(12, 1),
    OSDENC(13, 1),
    SERVER_KRAKEN(14, 2),
    MONENC(15, 1),
    SERVER_OCTOPUS(16, 3),
    CRUSH_TUNABLES(18, 1),
    OSD_PGLOG_HARDLIMIT(19, 2),
    SERVER_PACIFIC(20, 3),
    SERVER_LUMINOUS(21, 2),
    OSD_FIXED_COLLECTION_LIST(22, 2),
    MSG_AUTH(23, 1),
    RECOVERY_RESERVATION_2(24, 2),
    CRUSH_TUNABLES2(25, 1),
    CREATEPOOLID(26, 1),
    SERVER_MIMIC(28, 2),
    OSDHASHPSPOOL(30, 1),
    STRETCH_MODE(32, 3),
    SERVER_QUINCY(33, 3),
    RANGE_BLOCKLIST(34, 3),
    OSD_CACHEPOOL(35, 1),
    CRUSH_V2(36, 1),
    OSDMAP_ENC(39, 1),
    CRUSH_TUNABLES3(41, 1),
    MSGR_KEEPALIVE2(42, 1),
    OSD_POOLRESEND(43, 1),
    OSD_FADVISE_FLAGS(46, 1),
    CRUSH_V4(48, 1),
    SERVER_SQUID(49, 2),
    NEW_OSDOP_ENCODING(56, 1),
    SERVER_JEWEL(57, 1),
    /** Shares its bit with CRUSH_TUNABLES5. */
    NEW_OSDOPREPLY_ENCODING(58, 1),
    MSG_ADDR2(59, 1),
    OSD_RECOVERY_DELETES(60, 1),
    CEPHX_V2(61, 1);

    private static final long INCARNATION_2 = 1L << 57;
    private static final long INCARNATION_3 = INCARNATION_2 | 1L << 28;

    /** Advertised by every 16.2.15 entity, and by us. */
    public static final long PACIFIC_SUPPORTED = 0x3F01CFBDFFFDFFFFL;

    private final long mask;

    Feature(int bit, int incarnation) {
        long needed = incarnation == 3 ? INCARNATION_3 : incarnation == 2 ? INCARNATION_2 : 0;
        this.mask = 1L << bit | needed;
    }

    /** The bit and, for a reused one, its incarnation bits. */
    public long mask() {
        return mask;
    }

    public boolean in(long features) {
        return (features & mask) == mask;
    }

    /** Union of the masks. */
    public static long mask(Feature... features) {
        long m = 0;
        for (Feature f : features) {
            m |= f.mask;
        }
        return m;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flags of the OSDMap as a whole. Ceph: {@code CEPH_OSDMAP_*}. */
public final class OSDMapFlags {
    public static final int NEARFULL = 1;
    public static final int FULL = 1 << 1;
    public static final int PAUSERD = 1 << 2;
    public static final int PAUSEWR = 1 << 3;
    public static final int PAUSEREC = 1 << 4;
    public static final int NOUP = 1 << 5;
    public static final int NODOWN = 1 << 6;
    public static final int NOOUT = 1 << 7;
    public static final int NOIN = 1 << 8;
    public static final int NOBACKFILL = 1 << 9;
    public static final int NORECOVER = 1 << 10;
    public static final int NOSCRUB = 1 << 11;
    public static final int NODEEP_SCRUB = 1 << 12;
    public static final int NOTIERAGENT = 1 << 13;
    public static final int NOREBALANCE = 1 << 14;
    public static final int SORTBITWISE = 1 << 15;
    public static final int RECOVERY_DELETES = 1 << 19;
    public static final int PURGED_SNAPDIRS = 1 << 20;
    public static final int NOSNAPTRIM = 1 << 21;
    public static final int PGLOG_HARDLIMIT = 1 << 22;

    /** The flags of a healthy pacific cluster. */
    public static final int DEFAULT = SORTBITWISE | RECOVERY_DELETES | PURGED_SNAPDIRS | PGLOG_HARDLIMIT;

    /** In the order Ceph prints them. */
    private static final Map<Integer, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(NEARFULL, "nearfull");
        NAMES.put(FULL, "full");
        NAMES.put(PAUSERD, "pauserd");
        NAMES.put(PAUSEWR, "pausewr");
        NAMES.put(PAUSEREC, "pauserec");
        NAMES.put(NOUP, "noup");
        NAMES.put(NODOWN, "nodown");
        NAMES.put(NOOUT, "noout");
        NAMES.put(NOIN, "noin");
        NAMES.put(NOBACKFILL, "nobackfill");
        NAMES.put(NOREBALANCE, "norebalance");
        NAMES.put(NORECOVER, "norecover");
        NAMES.put(NOSCRUB, "noscrub");
        NAMES.put(NODEEP_SCRUB, "nodeep-scrub");
        NAMES.put(NOTIERAGENT, "notieragent");
        NAMES.put(NOSNAPTRIM, "nosnaptrim");
        NAMES.put(SORTBITWISE, "sortbitwise");
        NAMES.put(RECOVERY_DELETES, "recovery_deletes");
        NAMES.put(PURGED_SNAPDIRS, "purged_snapdirs");
        NAMES.put(PGLOG_HARDLIMIT, "pglog_hardlimit");
    }

    private OSDMapFlags() {}

    /** Ceph's names of the set flags, in the order it prints them. */
    public static List<String> names(int flags) {
        List<String> names = new ArrayList<>();
        NAMES.forEach((flag, name) -> {
            if ((flags & flag) != 0) {
                names.add(name);
            }
        });
        return names;
    }
}

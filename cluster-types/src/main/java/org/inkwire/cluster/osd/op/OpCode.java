// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.cluster.osd.OsdFlag;

/**
 * Op codes and the layout of their bits: mode | type | number (protocol: osd section 3). Ceph: {@code CEPH_OSD_OP_*} in
 * {@code src/include/rados.h}. Plain ints, so that an unknown code passes through unchanged and a {@code switch} works.
 */
public final class OpCode {
    public static final int READ = 0x1201;
    public static final int STAT = 0x1202;
    public static final int MAPEXT = 0x1203;
    public static final int MASKTRUNC = 0x1204;
    public static final int SPARSE_READ = 0x1205;
    public static final int NOTIFY = 0x1206;
    public static final int NOTIFY_ACK = 0x1207;
    public static final int ASSERT_VER = 0x1208;
    public static final int LIST_WATCHERS = 0x1209;
    public static final int LIST_SNAPS = 0x120a;
    public static final int SYNC_READ = 0x120b;
    public static final int TMAPGET = 0x120c;
    public static final int OMAPGETKEYS = 0x1211;
    public static final int OMAPGETVALS = 0x1212;
    public static final int OMAPGETHEADER = 0x1213;
    public static final int OMAPGETVALSBYKEYS = 0x1214;
    public static final int OMAP_CMP = 0x1219;
    public static final int ISDIRTY = 0x121b;
    public static final int COPY_GET = 0x121e;
    public static final int CHECKSUM = 0x121f;
    public static final int CMPEXT = 0x1220;
    public static final int WRITE = 0x2201;
    public static final int WRITEFULL = 0x2202;
    public static final int TRUNCATE = 0x2203;
    public static final int ZERO = 0x2204;
    public static final int DELETE = 0x2205;
    public static final int APPEND = 0x2206;
    public static final int STARTSYNC = 0x2207;
    public static final int SETTRUNC = 0x2208;
    public static final int TRIMTRUNC = 0x2209;
    public static final int TMAPPUT = 0x220b;
    public static final int CREATE = 0x220d;
    public static final int ROLLBACK = 0x220e;
    public static final int WATCH = 0x220f;
    public static final int OMAPSETVALS = 0x2215;
    public static final int OMAPSETHEADER = 0x2216;
    public static final int OMAPCLEAR = 0x2217;
    public static final int OMAPRMKEYS = 0x2218;
    public static final int COPY_FROM = 0x221a;
    public static final int UNDIRTY = 0x221c;
    public static final int SETALLOCHINT = 0x2223;
    public static final int WRITESAME = 0x2226;
    public static final int SET_REDIRECT = 0x2227;
    public static final int SET_CHUNK = 0x2228;
    public static final int TIER_PROMOTE = 0x2229;
    public static final int UNSET_MANIFEST = 0x222a;
    public static final int TIER_FLUSH = 0x222b;
    public static final int OMAPRMKEYRANGE = 0x222c;
    public static final int COPY_FROM2 = 0x222d;
    public static final int TIER_EVICT = 0x222e;
    public static final int TMAPUP = 0x320a;
    public static final int TMAP2OMAP = 0x3222;
    public static final int CACHE_FLUSH = 0x821f;
    public static final int CACHE_EVICT = 0x8220;
    public static final int CACHE_TRY_FLUSH = 0x8221;
    public static final int GETXATTR = 0x1301;
    public static final int GETXATTRS = 0x1302;
    public static final int CMPXATTR = 0x1303;
    public static final int SETXATTR = 0x2301;
    public static final int SETXATTRS = 0x2302;
    public static final int RESETXATTRS = 0x2303;
    public static final int RMXATTR = 0x2304;
    public static final int CALL = 0x1401;
    public static final int PGLS = 0x1501;
    public static final int PGLS_FILTER = 0x1502;
    public static final int PG_HITSET_LS = 0x1503;
    public static final int PG_HITSET_GET = 0x1504;
    public static final int PGNLS = 0x1505;
    public static final int PGNLS_FILTER = 0x1506;
    public static final int SCRUBLS = 0x1507;
    public static final int CLONERANGE = 0x2601;
    public static final int ASSERT_SRC_VERSION = 0x1602;
    public static final int SRC_CMPXATTR = 0x1603;

    private static final int MODE_RD = 0x1000;
    private static final int MODE_WR = 0x2000;
    private static final int MODE_CACHE = 0x8000;
    private static final int TYPE_MASK = 0xf00;
    private static final int TYPE_DATA = 0x200;
    private static final int TYPE_ATTR = 0x300;
    private static final int TYPE_EXEC = 0x400;
    private static final int TYPE_PG = 0x500;

    private OpCode() {}

    /** Reads object state. A CALL may do either: its class method's flags say which, so it is not counted here. */
    public static boolean isRead(int code) {
        return (code & MODE_RD) != 0 && code != CALL;
    }

    /** Changes object state, as far as the code alone tells (see {@link #isRead} about CALL). */
    public static boolean isWrite(int code) {
        return (code & MODE_WR) != 0;
    }

    public static boolean isCache(int code) {
        return (code & MODE_CACHE) != 0;
    }

    public static boolean isData(int code) {
        return (code & TYPE_MASK) == TYPE_DATA;
    }

    /** An xattr op. Omap ops are of type data. */
    public static boolean isAttr(int code) {
        return (code & TYPE_MASK) == TYPE_ATTR;
    }

    /** A class method call. */
    public static boolean isExec(int code) {
        return (code & TYPE_MASK) == TYPE_EXEC;
    }

    /** An op on a placement group: the request has {@link OsdFlag#PGOP}. */
    public static boolean isPg(int code) {
        return (code & TYPE_MASK) == TYPE_PG;
    }

    /** The union is an extent with meaningful offset and length. */
    public static boolean usesExtent(int code) {
        return switch (code) {
            case READ,
                    MAPEXT,
                    MASKTRUNC,
                    SPARSE_READ,
                    SYNC_READ,
                    WRITE,
                    WRITEFULL,
                    TRUNCATE,
                    ZERO,
                    APPEND,
                    TRIMTRUNC,
                    CMPEXT -> true;
            default -> false;
        };
    }

    /** Ceph's name of the op, as in its logs; {@code ???(0x1234)} for an unknown code. */
    public static String name(int code) {
        return switch (code) {
            case READ -> "read";
            case STAT -> "stat";
            case MAPEXT -> "mapext";
            case MASKTRUNC -> "masktrunc";
            case SPARSE_READ -> "sparse-read";
            case NOTIFY -> "notify";
            case NOTIFY_ACK -> "notify-ack";
            case ASSERT_VER -> "assert-version";
            case LIST_WATCHERS -> "list-watchers";
            case LIST_SNAPS -> "list-snaps";
            case SYNC_READ -> "sync_read";
            case TMAPGET -> "tmapget";
            case OMAPGETKEYS -> "omap-get-keys";
            case OMAPGETVALS -> "omap-get-vals";
            case OMAPGETHEADER -> "omap-get-header";
            case OMAPGETVALSBYKEYS -> "omap-get-vals-by-keys";
            case OMAP_CMP -> "omap-cmp";
            case ISDIRTY -> "isdirty";
            case COPY_GET -> "copy-get";
            case CHECKSUM -> "checksum";
            case CMPEXT -> "cmpext";
            case WRITE -> "write";
            case WRITEFULL -> "writefull";
            case TRUNCATE -> "truncate";
            case ZERO -> "zero";
            case DELETE -> "delete";
            case APPEND -> "append";
            case STARTSYNC -> "startsync";
            case SETTRUNC -> "settrunc";
            case TRIMTRUNC -> "trimtrunc";
            case TMAPPUT -> "tmapput";
            case CREATE -> "create";
            case ROLLBACK -> "rollback";
            case WATCH -> "watch";
            case OMAPSETVALS -> "omap-set-vals";
            case OMAPSETHEADER -> "omap-set-header";
            case OMAPCLEAR -> "omap-clear";
            case OMAPRMKEYS -> "omap-rm-keys";
            case COPY_FROM -> "copy-from";
            case UNDIRTY -> "undirty";
            case SETALLOCHINT -> "set-alloc-hint";
            case WRITESAME -> "writesame";
            case SET_REDIRECT -> "set-redirect";
            case SET_CHUNK -> "set-chunk";
            case TIER_PROMOTE -> "tier-promote";
            case UNSET_MANIFEST -> "unset-manifest";
            case TIER_FLUSH -> "tier-flush";
            case OMAPRMKEYRANGE -> "omap-rm-key-range";
            case COPY_FROM2 -> "copy-from2";
            case TIER_EVICT -> "tier-evict";
            case TMAPUP -> "tmapup";
            case TMAP2OMAP -> "tmap2omap";
            case CACHE_FLUSH -> "cache-flush";
            case CACHE_EVICT -> "cache-evict";
            case CACHE_TRY_FLUSH -> "cache-try-flush";
            case GETXATTR -> "getxattr";
            case GETXATTRS -> "getxattrs";
            case CMPXATTR -> "cmpxattr";
            case SETXATTR -> "setxattr";
            case SETXATTRS -> "setxattrs";
            case RESETXATTRS -> "resetxattrs";
            case RMXATTR -> "rmxattr";
            case CALL -> "call";
            case PGLS -> "pgls";
            case PGLS_FILTER -> "pgls-filter";
            case PG_HITSET_LS -> "pg-hitset-ls";
            case PG_HITSET_GET -> "pg-hitset-get";
            case PGNLS -> "pgnls";
            case PGNLS_FILTER -> "pgnls-filter";
            case SCRUBLS -> "scrubls";
            case CLONERANGE -> "clonerange";
            case ASSERT_SRC_VERSION -> "assert-src-version";
            case SRC_CMPXATTR -> "src-cmpxattr";
            default -> "???(0x" + Integer.toHexString(code) + ")";
        };
    }
}

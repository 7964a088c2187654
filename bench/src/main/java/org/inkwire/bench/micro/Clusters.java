// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.crush.CrushRule;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdXInfo;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;

/** Maps of clusters that are well: ten OSDs in a host, ten hosts in a rack, all up and in, one pool of three copies. */
public final class Clusters {
    public static final long POOL = 1;
    public static final int COPIES = 3;
    /** Of more a rack's number is no part of an IP address. */
    public static final int MOST_OSDS = 25_600;

    static final UTime NOW = new UTime(1_700_000_000L, 0);

    private static final int HOST_OSDS = 10;
    private static final int RACK_OSDS = 10 * HOST_OSDS;
    private static final int FIRST_PORT = 6800;
    private static final int PORTS_PER_OSD = 8;
    private static final UUID FSID = new UUID(1, 1);

    private Clusters() {}

    /** Root, racks, hosts, OSDs of equal weight. Its rules are called {@code host} and {@code rack}, as what they part. */
    static CrushMap crush(int osds) {
        CrushMapBuilder b = CrushMapBuilder.empty();
        b.addBucket("default", "root");
        for (int osd = 0; osd < osds; osd++) {
            Map<String, String> location =
                    Map.of("root", "default", "rack", "rack" + osd / RACK_OSDS, "host", "host" + osd / HOST_OSDS);
            b.insertItem(osd, CrushMap.WEIGHT_ONE, "osd." + osd, location);
        }
        b.addSimpleRule("host", "default", "host", null, CrushRule.TYPE_REPLICATED);
        b.addSimpleRule("rack", "default", "rack", null, CrushRule.TYPE_REPLICATED);
        return b.build();
    }

    /** @throws IllegalArgumentException if there is no such rule */
    public static int ruleId(CrushMap crush, String name) {
        Integer id = crush.ruleId(name);
        if (id == null) {
            throw new IllegalArgumentException("no rule " + name + ", only " + crush.ruleNames());
        }
        return id;
    }

    /** @param pgs groups of the pool {@link #POOL} */
    public static OSDMap osdMap(int osds, String rule, int pgs) {
        CrushMap crush = crush(osds);
        OSDMap first = OSDMap.initial(FSID, NOW, crush);
        OSDMapIncremental.Builder b = new OSDMapIncremental.Builder(first).maxOsd(osds);
        for (int osd = 0; osd < osds; osd++) {
            b.up(osd, addrs(osd, 0), addrs(osd, 2), addrs(osd, 4), addrs(osd, 6))
                    .weight(osd, CrushMap.WEIGHT_ONE)
                    .uuid(osd, new UUID(2, osd))
                    .xinfo(osd, OsdXInfo.NONE.withFeatures(OSDMapIncremental.ENCODE_FEATURES));
        }
        PgPool pool = PgPool.newPool(PgPool.TYPE_REPLICATED, COPIES, COPIES - 1, ruleId(crush, rule), pgs, NOW)
                .build();
        b.poolMax(POOL).pool(POOL, pool).poolName(POOL, "data");
        return b.buildOn(first, NOW).map();
    }

    private static EntityAddrVec addrs(int osd, int port) {
        String ip = "10." + osd / RACK_OSDS + "." + osd % RACK_OSDS / HOST_OSDS + ".1";
        int v2 = FIRST_PORT + osd % HOST_OSDS * PORTS_PER_OSD + port;
        return EntityAddrVec.parse(
                "[v2:" + ip + ":" + v2 + "/" + (osd + 1) + ",v1:" + ip + ":" + (v2 + 1) + "/" + (osd + 1) + "]");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.crush.CrushRule;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;

/** Clusters that are well: four OSDs in a host, all up and in, a replicated pool and an erasure coded one. */
final class SampleClusters {
    static final long REPLICATED = 1;
    static final long ERASURE = 300;
    static final UTime NOW = new UTime(1_700_000_000L, 0);
    private static final int HOST_OSDS = 4;
    private static final UUID FSID = new UUID(1, 1);

    private SampleClusters() {}

    static OSDMap osdMap(int osds, int pgs) {
        CrushMapBuilder crush = CrushMapBuilder.empty();
        crush.addBucket("default", "root");
        for (int osd = 0; osd < osds; osd++) {
            Map<String, String> location = Map.of("root", "default", "host", "host" + osd / HOST_OSDS);
            crush.insertItem(osd, CrushMap.WEIGHT_ONE, "osd." + osd, location);
        }
        int replicated = crush.addSimpleRule("replicated", "default", "host", null, CrushRule.TYPE_REPLICATED);
        int erasure = crush.addSimpleRule("erasure", "default", "host", null, CrushRule.TYPE_ERASURE);
        OSDMap first = OSDMap.initial(FSID, NOW, crush.build());
        OSDMapIncremental.Builder b = new OSDMapIncremental.Builder(first).maxOsd(osds);
        for (int osd = 0; osd < osds; osd++) {
            up(b, osd).weight(osd, CrushMap.WEIGHT_ONE).uuid(osd, new UUID(2, osd));
        }
        b.poolMax(ERASURE)
                .pool(REPLICATED, pool(PgPool.TYPE_REPLICATED, replicated, pgs))
                .poolName(REPLICATED, "replicated")
                .pool(ERASURE, pool(PgPool.TYPE_ERASURE, erasure, pgs))
                .poolName(ERASURE, "erasure");
        return b.buildOn(first, NOW).map();
    }

    private static PgPool pool(int type, int rule, int pgs) {
        return PgPool.newPool(type, 3, 2, rule, pgs, NOW).build();
    }

    static OSDMapIncremental.Builder up(OSDMapIncremental.Builder b, int osd) {
        EntityAddrVec addrs =
                EntityAddrVec.parse("[v2:10.0." + osd / 250 + "." + osd % 250 + ":6800/1,v1:10.0.0.1:6801/1]");
        return b.up(osd, addrs, addrs, addrs, addrs);
    }
}

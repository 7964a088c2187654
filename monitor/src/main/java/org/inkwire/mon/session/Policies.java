// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.session;

import org.inkwire.cluster.crush.BucketAlg;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushTunables;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;

/**
 * Policies of a monitor's messenger, and the features required of peers. They grow with the map: a peer that does not
 * understand the map must not be admitted (protocol: msgr2 section 7.1, encoding section 5). Ceph: {@code
 * OSDMonitor::update_msgr_features}.
 */
public final class Policies {
    private static final long OSD_REQUIRED =
            Feature.mask(Feature.SERVER_KRAKEN, Feature.SERVER_JEWEL, Feature.MSG_ADDR2, Feature.CEPHX_V2);

    private Policies() {}

    public static void apply(Messenger messenger, OSDMap map) {
        long needed = features(map);
        Policy server = Policy.statelessServer();
        messenger.defaultPolicy(server.requiring(needed));
        messenger.policy(EntityType.CLIENT, server.requiring(needed));
        messenger.policy(EntityType.OSD, server.requiring(needed | OSD_REQUIRED));
        messenger.policy(EntityType.MON, Policy.losslessPeerReuse().requiring(OSD_REQUIRED));
    }

    /** Features needed to read and use a map. Ceph: {@code OSDMap::get_features}. */
    static long features(OSDMap map) {
        long needed = Feature.MSG_ADDR2.mask();
        CrushTunables t = map.crush().tunables();
        CrushTunables legacy = CrushTunables.LEGACY;
        if (t.chooseLocalTries() != legacy.chooseLocalTries()
                || t.chooseLocalFallbackTries() != legacy.chooseLocalFallbackTries()
                || t.chooseTotalTries() != legacy.chooseTotalTries()) {
            needed |= Feature.CRUSH_TUNABLES.mask();
        }
        if (t.chooseleafDescendOnce() != legacy.chooseleafDescendOnce()) {
            needed |= Feature.CRUSH_TUNABLES2.mask();
        }
        if (t.chooseleafVaryR() != legacy.chooseleafVaryR()) {
            needed |= Feature.CRUSH_TUNABLES3.mask();
        }
        if (t.chooseleafStable() != legacy.chooseleafStable()) {
            needed |= Feature.NEW_OSDOPREPLY_ENCODING.mask();
        }
        for (CrushBucket b : map.crush().buckets()) {
            if (b.alg() == BucketAlg.STRAW2) {
                needed |= Feature.CRUSH_V4.mask();
            }
        }
        for (PgPool pool : map.pools().values()) {
            if (pool.hasFlag(PgPool.FLAG_HASHPSPOOL)) {
                needed |= Feature.OSDHASHPSPOOL.mask();
            }
            if (pool.isErasure()) {
                needed |= Feature.CRUSH_V2.mask();
            }
        }
        if (!map.pgUpmap().isEmpty() || !map.pgUpmapItems().isEmpty()) {
            needed |= Feature.SERVER_LUMINOUS.mask();
        }
        return needed;
    }
}

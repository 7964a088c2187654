// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.host.HostFacts;
import org.inkwire.osd.context.CephRelease;
import org.inkwire.osd.monlink.OsdAddrs;

/** What {@code ceph osd metadata} shows of an OSD. */
final class OsdMetadata {
    private OsdMetadata() {}

    /** In key order. */
    static Map<String, String> of(OsdConfig config, OsdAddrs addrs) {
        Map<String, String> m = new TreeMap<>(HostFacts.all());
        m.put("back_addr", addrs.cluster().toString());
        m.put("ceph_release", CephRelease.NAME);
        m.put("ceph_version", "ceph version " + CephRelease.VERSION + " (inkwire) " + CephRelease.NAME + " (stable)");
        m.put("ceph_version_short", CephRelease.VERSION);
        m.put("front_addr", addrs.client().toString());
        m.put("hb_back_addr", addrs.hbBack().toString());
        m.put("hb_front_addr", addrs.hbFront().toString());
        m.put("hostname", config.place().host());
        m.put("jvm_version", System.getProperty("java.runtime.version", ""));
        m.put("ms_type", "async+" + config.stack().driverName());
        m.put("osd_data", config.conf().get(Options.OSD_DATA));
        m.put("osd_objectstore", config.conf().get(Options.OSD_OBJECTSTORE));
        m.put("rotational", OsdTuning.isRotating(config) ? "1" : "0");
        return m;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.conf.Options;

/** What {@code ceph osd metadata} shows of an OSD. */
final class OsdMetadata {
    /** The release whose bytes we speak. */
    static final String VERSION = "16.2.15";

    private OsdMetadata() {}

    /** In key order. */
    static Map<String, String> of(OSD osd, OsdConfig config, OsdMessengers messengers) {
        Map<String, String> m = new TreeMap<>();
        m.put("arch", System.getProperty("os.arch", ""));
        m.put("back_addr", messengers.cluster.addrs().toString());
        m.put("ceph_release", "pacific");
        m.put("ceph_version", "ceph version " + VERSION + " (inkwire) pacific (stable)");
        m.put("ceph_version_short", VERSION);
        m.put("front_addr", messengers.client.addrs().toString());
        m.put("hb_back_addr", messengers.hbBackServer.addrs().toString());
        m.put("hb_front_addr", messengers.hbFrontServer.addrs().toString());
        m.put("hostname", config.host());
        m.put("jvm_version", System.getProperty("java.runtime.version", ""));
        m.put("kernel_version", System.getProperty("os.version", ""));
        m.put("ms_type", "async+" + config.stack().driverName());
        m.put("os", System.getProperty("os.name", ""));
        m.put("osd_data", config.conf().get(Options.OSD_DATA));
        m.put("osd_objectstore", config.conf().get(Options.OSD_OBJECTSTORE));
        m.put("rotational", config.deviceClass().equals("hdd") ? "1" : "0");
        return m;
    }
}

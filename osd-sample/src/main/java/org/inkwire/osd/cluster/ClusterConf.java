// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.conf.Capabilities;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.Options;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;

/**
 * The options of a cluster on one machine, as text that Ceph's own tools read unchanged. Later settings win. Not
 * thread-safe.
 */
public final class ClusterConf {
    private static final int DEFAULT_SIZE = 3;

    private final UUID fsid;
    private final Map<String, String> options = new LinkedHashMap<>();

    /** @param osds number of OSDs; determines replicas and failure reporters */
    public ClusterConf(UUID fsid, int osds) {
        this.fsid = fsid;
        set("fsid", fsid.toString());
        for (String side : List.of("cluster", "service", "client")) {
            set("auth_" + side + "_required", "none");
        }
        // Debian's tools look for a keyring even when they need none.
        set("keyring", "/dev/null");
        for (String mode : List.of(
                "ms_cluster_mode",
                "ms_service_mode",
                "ms_client_mode",
                "ms_mon_cluster_mode",
                "ms_mon_service_mode",
                "ms_mon_client_mode")) {
            set(mode, "crc");
        }
        set("ms_bind_msgr1", "false");
        set("osd_pool_default_size", String.valueOf(Math.min(DEFAULT_SIZE, Math.max(1, osds))));
        set("osd_pool_default_pg_autoscale_mode", "off");
        // One machine: replicas go to different OSDs, not hosts, and an OSD is as good a witness as a host.
        set("osd_crush_chooseleaf_type", "0");
        set("mon_osd_reporter_subtree_level", "osd");
        set("mon_osd_min_down_reporters", osds > 2 ? "2" : "1");
        set("mon_allow_pool_delete", "true");
    }

    public UUID fsid() {
        return fsid;
    }

    public ClusterConf set(String name, String value) {
        options.put(name, value);
        return this;
    }

    /** @param addrs of the monitor */
    public ClusterConf monHost(EntityAddrVec addrs) {
        return set("mon_host", addrs.addrs().size() == 1 ? "[" + addrs + "]" : addrs.toString());
    }

    /** {@code ceph.conf}. */
    public String text() {
        StringBuilder out = new StringBuilder("[global]\n");
        options.forEach((name, value) ->
                out.append("    ").append(name).append(" = ").append(value).append('\n'));
        // Ceph's tools would write to /var/log/ceph, and daemons of ours log where they are told.
        out.append("[client]\n    log_to_stderr = false\n    log_file = /dev/null\n");
        return out.toString();
    }

    /**
     * Checks that every value can be used, and that nothing is insisted on that is not there: a cluster is started with
     * what was asked for, or not at all.
     *
     * @throws IllegalArgumentException naming the option
     */
    public ClusterConf check() {
        for (EntityType type : List.of(EntityType.MON, EntityType.OSD, EntityType.CLIENT)) {
            CephConf conf = forEntity(type, type == EntityType.OSD ? "0" : "a");
            if (!conf.warnings().isEmpty()) {
                throw new ConfException(String.join("; ", conf.warnings()));
            }
            Capabilities.OURS.check(conf);
        }
        CephConf osd = forEntity(EntityType.OSD, "0");
        OsdAddresses.pick(osd, InetAddress.getLoopbackAddress());
        if (osd.layerOf(Options.MS_TYPE) != CephConf.Layer.DEFAULT) {
            EventDriver.named(osd.get(Options.MS_TYPE));
        }
        return this;
    }

    /** {@link #text} as a daemon or client of that name reads it. Reads neither files nor the environment. */
    public CephConf forEntity(EntityType type, String id) {
        return CephConf.builder()
                .name(new AuthEntityName(type, id))
                .fileText(text())
                .environment(Map.of())
                .host("localhost")
                .build();
    }
}

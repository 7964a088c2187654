// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.inkwire.cli.Failure;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.osd.cluster.ClusterConf;
import org.inkwire.wire.RawPath;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;

/**
 * The settings of {@code vstart}. Immutable.
 *
 * @param driver {@code epoll}, {@code select}, …; empty: the best available
 * @param monPort 0: any free port
 * @param ip address on which all daemons listen
 * @param options of {@code ceph.conf}, by Ceph's names
 */
record ClusterSettings(int osds, Optional<String> driver, int monPort, InetAddress ip, Map<String, String> options) {
    private static final int MAX_OSDS = 100;
    private static final int MAX_PORT = 65535;

    ClusterSettings {
        if (osds < 1 || osds > MAX_OSDS) {
            throw new Failure("--osds must be 1 to " + MAX_OSDS + ", not " + osds);
        }
        if (monPort < 0 || monPort > MAX_PORT) {
            throw new Failure("--mon-port must be 0 to " + MAX_PORT + ", not " + monPort);
        }
        options = new LinkedHashMap<>(options);
    }

    /** Parses lines {@code name = value}. */
    static Map<String, String> parse(List<String> lines) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new Failure("--option needs 'NAME = VALUE', not '" + line + "'");
            }
            String name = line.substring(0, equals).strip().replace(' ', '_').replace('-', '_');
            options.put(name, line.substring(equals + 1).strip());
        }
        return options;
    }

    /** A {@code ceph.conf} from which daemons start one by one; it fixes the monitor's address in advance. */
    String confForProcesses(Path root) throws IOException {
        ClusterConf conf = new ClusterConf(UUID.randomUUID(), osds);
        int port = monPort > 0 ? monPort : freePort();
        conf.monHost(EntityAddrVec.of(EntityAddr.of(EntityAddr.Type.MSGR2, 0, ip, port)));
        if (!ip.isLoopbackAddress()) {
            conf.set(
                    "public_addr",
                    EntityAddr.of(EntityAddr.Type.MSGR2, 0, ip, 0).toString());
        }
        conf.set("mon_data", RawPath.text(root.resolve("mon.a")));
        conf.set("osd_data", RawPath.text(root.resolve("osd.$id")));
        driver.ifPresent(name -> conf.set("ms_type", "async+" + name));
        options.forEach(conf::set);
        return checked(conf).text();
    }

    private static ClusterConf checked(ClusterConf conf) {
        try {
            return conf.check();
        } catch (IllegalArgumentException e) {
            throw new Failure("the cluster does not start: " + e.getMessage(), e);
        }
    }

    /** The options of the daemons, as far as they are known before the cluster starts. */
    CephConf daemonConf() {
        ClusterConf conf = new ClusterConf(UUID.randomUUID(), osds);
        options.forEach(conf::set);
        return checked(conf).forEntity(EntityType.OSD, "0");
    }

    /** Parses a numeric IP, IPv6 with or without brackets; looks nothing up. */
    static InetAddress parseIp(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        String host = brackets ? text.substring(1, text.length() - 1) : text;
        try {
            InetAddress ip = EntityAddr.parse("v2:" + (host.contains(":") ? "[" + host + "]" : host) + ":0/0")
                    .ip();
            if (ip.isAnyLocalAddress()) {
                throw new Failure("--bind needs one address of this machine, not " + text);
            }
            return ip;
        } catch (IllegalArgumentException e) {
            throw new Failure("--bind needs a numeric address, not '" + text + "'", e);
        }
    }

    private int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, ip)) {
            return probe.getLocalPort();
        }
    }
}

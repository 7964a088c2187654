// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.wire.entity.EntityAddr;

/**
 * Where an OSD listens: {@code public_addr} and {@code cluster_addr}; else this machine's first address in {@code
 * public_network} or {@code cluster_network}. A network that is not set is the other one. Ceph: {@code
 * pick_addresses.cc}.
 *
 * @param publicIp for clients, monitors and front heartbeats
 * @param clusterIp for OSDs and back heartbeats
 */
record OsdAddresses(InetAddress publicIp, InetAddress clusterIp) {
    /**
     * @param otherwise where to listen if the options say nothing
     * @throws ConfException if a network is malformed, or this machine has no address in it
     */
    static OsdAddresses pick(CephConf conf, InetAddress otherwise) {
        return pick(conf, otherwise, OsdAddresses::ofThisMachine);
    }

    static OsdAddresses pick(CephConf conf, InetAddress otherwise, Supplier<List<InetAddress>> machine) {
        Option<String> publicNetwork = firstSet(conf, Options.PUBLIC_NETWORK, Options.CLUSTER_NETWORK);
        Option<String> clusterNetwork = firstSet(conf, Options.CLUSTER_NETWORK, Options.PUBLIC_NETWORK);
        InetAddress publicIp = one(conf, Options.PUBLIC_ADDR, publicNetwork, otherwise, machine);
        return new OsdAddresses(publicIp, one(conf, Options.CLUSTER_ADDR, clusterNetwork, publicIp, machine));
    }

    private static Option<String> firstSet(CephConf conf, Option<String> first, Option<String> second) {
        return conf.get(first).isBlank() ? second : first;
    }

    private static InetAddress one(
            CephConf conf,
            Option<EntityAddr> address,
            Option<String> network,
            InetAddress otherwise,
            Supplier<List<InetAddress>> machine) {
        EntityAddr given = conf.get(address);
        if (!given.isBlankIp()) {
            if (given.port() != 0) {
                throw new ConfException(address + ": '" + given + "' has a port; " + Options.MS_BIND_PORT_MIN + " and "
                        + Options.MS_BIND_PORT_MAX + " choose ports");
            }
            return given.ip();
        }
        String networks = conf.get(network);
        if (networks.isBlank()) {
            return otherwise;
        }
        List<InetAddress> ours = machine.get();
        for (String cidr : networks.trim().split("[,;\\s]+")) {
            Cidr range = Cidr.parse(network, cidr);
            for (InetAddress ip : ours) {
                if (range.contains(ip) && conf.get(range.isIpv4() ? Options.MS_BIND_IPV4 : Options.MS_BIND_IPV6)) {
                    return ip;
                }
            }
        }
        throw new ConfException(network + ": this machine has no address in '" + networks.trim() + "'");
    }

    private static List<InetAddress> ofThisMachine() {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces.flatMap(NetworkInterface::inetAddresses).toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot list this machine's addresses", e);
        }
    }

    /** {@code 10.1.0.0/16}. */
    private record Cidr(byte[] base, int bits) {
        static Cidr parse(Option<String> option, String text) {
            int slash = text.indexOf('/');
            String ip = slash < 0 ? text : text.substring(0, slash);
            try {
                // Only numbers: a name would be looked up.
                if (slash < 0 || !ip.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw new IllegalArgumentException(text);
                }
                byte[] base = InetAddress.getByName(ip).getAddress();
                int bits = Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > base.length * Byte.SIZE) {
                    throw new IllegalArgumentException(text);
                }
                return new Cidr(base, bits);
            } catch (IllegalArgumentException | UnknownHostException e) {
                throw new ConfException(option + ": '" + text + "' is not a network such as 10.1.0.0/16", e);
            }
        }

        boolean isIpv4() {
            return base.length == 4;
        }

        boolean contains(InetAddress ip) {
            byte[] bytes = ip.getAddress();
            if (bytes.length != base.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % Byte.SIZE);
                if (((bytes[i / Byte.SIZE] ^ base[i / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}

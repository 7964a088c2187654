// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Finds the monitors by SRV records of the DNS when {@code mon_host} is empty: {@code mon_dns_srv_name} is a service
 * and perhaps, after an underscore, a domain. Ceph: {@code MonMap::init_with_dns_srv}.
 */
public final class MonDns {
    /**
     * One SRV record.
     *
     * @param priority lower ones first
     * @param target a host name
     */
    public record Srv(int priority, int weight, int port, String target) {}

    /** Looks up SRV records. */
    @FunctionalInterface
    public interface Lookup {
        /**
         * @param name such as {@code _ceph-mon._tcp}, with or without a domain
         * @return empty if there is none, or no server that could tell
         */
        List<Srv> srv(String name);
    }

    private MonDns() {}

    /** The name to look up for a value of {@code mon_dns_srv_name}. */
    static String recordName(String srvName) {
        int underscore = srvName.indexOf('_');
        String service = underscore < 0 ? srvName : srvName.substring(0, underscore);
        String domain = underscore < 0 ? "" : "." + srvName.substring(underscore + 1);
        return "_" + service + "._tcp" + domain;
    }

    /**
     * The monitors that the records name, best first.
     *
     * @throws ConfException if a target cannot be resolved
     */
    static List<EntityAddrVec> monitors(String srvName, Lookup lookup, MonHosts.Resolver resolver) {
        List<Srv> records = new ArrayList<>(lookup.srv(recordName(srvName)));
        records.sort(Comparator.comparingInt(Srv::priority).thenComparing(Srv::weight, Comparator.reverseOrder()));
        List<EntityAddrVec> monitors = new ArrayList<>();
        for (Srv record : records) {
            String target = record.target().endsWith(".")
                    ? record.target().substring(0, record.target().length() - 1)
                    : record.target();
            monitors.addAll(MonHosts.parse(target + ":" + record.port(), resolver));
        }
        return monitors;
    }
}

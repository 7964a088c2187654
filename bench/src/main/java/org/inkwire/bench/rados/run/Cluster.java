// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inkwire.bench.rados.client.BoundedClient;
import org.inkwire.cli.Failure;
import org.inkwire.objecter.rados.RadosClient;

/**
 * A cluster that is measured, and a client for what is not measured. Any thread.
 *
 * @param name in this run
 */
public record Cluster(String name, Path conf, RadosClient client, Daemons daemons) implements AutoCloseable {
    /**
     * Connects.
     *
     * @param pids of its daemons; empty: as their files say
     * @throws Failure if it cannot be reached, or does not answer for half a minute
     */
    public static Cluster connect(String name, Path conf, List<Long> pids) throws IOException {
        Daemons daemons = Daemons.of(conf, pids);
        return new Cluster(name, conf, BoundedClient.connect(conf), daemons);
    }

    /** What the reader of the results must know of it. */
    public List<String> notes() throws IOException {
        String pids = String.join(", ", daemons.pids().keySet());
        String age = daemons.age().map(a -> ", up for " + a.toSeconds() + " s").orElse("");
        String one = name + ": " + conf + ", " + osdsUp() + " OSDs" + (pids.isEmpty() ? "" : "; " + pids) + age;
        return daemons.pids().isEmpty()
                ? List.of(
                        one,
                        "NOT MEASURED: the CPU time of " + name
                                + ": no run/*.pid beside its ceph.conf names a process of"
                                + " this machine; name them with --daemons (those of the second cluster with"
                                + " --daemons-b)")
                : List.of(one);
    }

    int osdsUp() throws IOException {
        byte[] stat = client.monCommand("{\"prefix\":\"osd stat\",\"format\":\"json\"}")
                .orThrow()
                .data();
        return new ObjectMapper().readTree(stat).path("num_up_osds").asInt();
    }

    void requireOsds(int copies) throws IOException {
        int up = osdsUp();
        if (up < copies) {
            throw new Failure(name + " has " + up + " OSDs up: too few for " + copies + " copies; choose with --size");
        }
    }

    Optional<Integer> copiesIn(String pool) {
        return client.pools().stream()
                .filter(p -> p.name().equals(pool))
                .map(p -> p.size())
                .findFirst();
    }

    @Override
    public void close() {
        client.close();
    }
}

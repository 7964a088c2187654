// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;

/** Connects commands to a cluster. Any thread. */
public final class Clients {
    private Clients() {}

    /**
     * Reads the configuration and connects.
     *
     * @param conf null: search where Ceph does ({@code CEPH_CONF}, {@code /etc/ceph/ceph.conf} …)
     * @throws Failure if there is no such file, it cannot be used, or no monitor answers
     */
    public static RadosClient connect(@Nullable Path conf) {
        if (conf != null && !Files.isReadable(conf)) {
            throw new Failure("cannot read configuration file " + conf);
        }
        try {
            CephConf.Builder builder = CephConf.builder();
            if (conf != null) {
                builder.file(conf);
            }
            CephConf options = builder.build();
            LogOptions.follow(options);
            return RadosClient.connect(options);
        } catch (ConfException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        } catch (RadosException e) {
            throw new Failure("couldn't connect to cluster: " + e.getMessage(), e);
        }
    }
}

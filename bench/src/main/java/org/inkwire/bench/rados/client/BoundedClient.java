// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkwire.cli.Clients;
import org.inkwire.cli.Failure;
import org.inkwire.objecter.rados.RadosClient;

/** Our client as the benchmark uses it: a cluster that does not answer costs a minute, and not the night. */
public final class BoundedClient {
    /** An operation without an answer fails after so many. */
    public static final int OPERATION_SECONDS = 60;

    private static final int CONNECT_SECONDS = 30;

    private BoundedClient() {}

    /**
     * Connects.
     *
     * @throws Failure if that cannot be done, or takes more than {@value #CONNECT_SECONDS} s
     */
    public static RadosClient connect(Path conf) {
        if (!Files.isReadable(conf)) {
            throw new Failure("cannot read configuration file " + conf);
        }
        return Clients.connect(Clients.configure(List.of(
                        "-c",
                        conf.toString(),
                        "--client_mount_timeout=" + CONNECT_SECONDS,
                        "--rados_osd_op_timeout=" + OPERATION_SECONDS,
                        "--rados_mon_op_timeout=" + OPERATION_SECONDS))
                .conf());
    }
}

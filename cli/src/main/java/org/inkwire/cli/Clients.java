// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;

/** Connects commands to a cluster. Any thread. */
public final class Clients {
    private Clients() {}

    /**
     * A configuration and the words it did not understand.
     *
     * @param otherWords in order
     */
    public record Configured(CephConf conf, List<String> otherWords) {}

    /**
     * The configuration that these words select and complete: {@code -c FILE}, {@code --id ID}, {@code --OPTION VALUE}.
     *
     * @throws Failure if it cannot be used
     */
    public static Configured configure(List<String> words) {
        try {
            CephConf conf = CephConf.builder()
                    .environment(NativeStrings.environment())
                    .arguments(words)
                    .build();
            return new Configured(conf, conf.remainingArguments());
        } catch (ConfException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads the configuration and connects.
     *
     * @param conf null: search where Ceph does ({@code CEPH_CONF}, {@code /etc/ceph/ceph.conf} …)
     * @throws Failure if there is no such file, it cannot be used, or no monitor answers
     */
    public static RadosClient connect(@Nullable Path conf) {
        return connected(connectAsync(conf));
    }

    /** @throws Failure if no monitor answers */
    public static RadosClient connect(CephConf conf) {
        return connected(connectAsync(conf));
    }

    /** As {@link #connect(Path)}, but waits only for {@link #connected}. */
    public static CompletableFuture<RadosClient> connectAsync(@Nullable Path conf) {
        if (conf != null && !Files.isReadable(conf)) {
            throw new Failure("cannot read configuration file " + conf);
        }
        try {
            CephConf.Builder builder = CephConf.builder().environment(NativeStrings.environment());
            if (conf != null) {
                builder.file(conf);
            }
            return connectAsync(builder.build());
        } catch (ConfException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private static CompletableFuture<RadosClient> connectAsync(CephConf conf) {
        try {
            LogOptions.follow(conf);
            return RadosClient.builder(conf).connectAsync().toCompletableFuture();
        } catch (ConfException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        } catch (RadosException e) {
            throw noConnection(e);
        }
    }

    /**
     * Waits for the connection.
     *
     * @throws Failure if no monitor answers
     */
    public static RadosClient connected(CompletableFuture<RadosClient> connecting) {
        try {
            return connecting.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RadosException refused) {
                throw noConnection(refused);
            }
            throw e;
        }
    }

    private static Failure noConnection(RadosException e) {
        return new Failure("couldn't connect to cluster: " + e.getMessage(), e);
    }
}
